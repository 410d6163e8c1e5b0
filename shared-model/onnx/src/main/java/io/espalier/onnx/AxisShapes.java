package io.espalier.onnx;

import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Shapes of operators that join, cut, permute or reduce axes.
final class AxisShapes {

    private AxisShapes() {}

    static Shape flatten(Flatten op, Operands in) {
        Shape x = in.shape(0);
        int axis = op.axis() == x.rank() ? x.rank() : in.axis(op.axis(), x.rank());
        DimProduct rows = DimProduct.of(x.dims().subList(0, axis));
        DimProduct columns = DimProduct.of(x.dims().subList(axis, x.rank()));
        return Shape.of(rows.toDim(), columns.toDim());
    }

    static Shape concat(Concat op, Operands in) {
        Shape first = in.shape(0);
        int axis = in.axis(op.axis(), first.rank());
        List<Dim> dims = new ArrayList<>(first.dims());
        for (int i = 1; i < in.count(); i++) {
            Shape next = in.shape(i);
            requireSameBut(axis, first, next, in);
            dims.set(axis, DimMath.plus(dims.get(axis), next.dim(axis)));
        }
        return new Shape(dims);
    }

    private static void requireSameBut(int axis, Shape first, Shape next, Operands in) {
        boolean fits = next.rank() == first.rank();
        for (int i = 0; fits && i < first.rank(); i++) {
            fits = i == axis || !ShapeRules.differ(first.dim(i), next.dim(i));
        }
        if (!fits) {
            throw in.wrong("inputs must agree in all axes but " + axis + ", were " + first + " and " + next);
        }
    }

    static Shape pad(Operands in) {
        Shape x = in.shape(0);
        long[] pads = in.integers(1, "pads");
        int[] axes = axes(in, 3, x.rank());
        if (pads.length != 2 * axes.length) {
            throw in.wrong("pads must have " + 2 * axes.length + " values, had " + pads.length);
        }
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int i = 0; i < axes.length; i++) {
            dims.set(axes[i], DimMath.plus(dims.get(axes[i]), pads[i] + pads[i + axes.length]));
        }
        return new Shape(dims);
    }

    /// The axes that an optional input names; all of them, or the first `count`, if it is left out.
    static int[] axes(Operands in, int input, int count) {
        int rank = in.shape(0).rank();
        if (!in.node().hasInput(input)) {
            return IntStream.range(0, count).toArray();
        }
        long[] axes = in.integers(input, "axes");
        return Arrays.stream(axes).mapToInt(axis -> in.axis(axis, rank)).toArray();
    }

    static Shape slice(Operands in) {
        Shape x = in.shape(0);
        Shape starts = in.shape(1);
        int[] axes = axes(in, 3, (int) starts.dim(0).size());
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int i = 0; i < axes.length; i++) {
            dims.set(axes[i], sliced(in, x.dim(axes[i]), i, axes[i]));
        }
        return new Shape(dims);
    }

    private static Dim sliced(Operands in, Dim extent, int entry, int axis) {
        Dim unknown = in.unknown(axis);
        if (in.constant(1).isEmpty() || in.constant(2).isEmpty()) {
            return unknown;
        }
        long start = in.integers(1, "starts")[entry];
        long end = in.integers(2, "ends")[entry];
        long step = in.node().hasInput(4) ? in.integers(4, "steps")[entry] : 1;
        if (extent instanceof Dim.Fixed fixed) {
            return Dim.of(SliceRange.of(start, end, step, fixed.size()).length());
        }
        boolean toTheEnd = end >= Integer.MAX_VALUE;
        return start == 0 && toTheEnd && step > 0 ? DimMath.ceilOver(extent, step) : unknown;
    }

    static Shape transpose(Transpose op, Operands in) {
        Shape x = in.shape(0);
        List<Integer> perm = permutation(op, x.rank());
        if (!new TreeSet<>(perm).equals(new TreeSet<>(permutation(new Transpose(List.of()), x.rank())))
                || perm.size() != x.rank()) {
            throw in.wrong("perm must be a permutation of the axes of " + x + ", was " + perm);
        }
        return new Shape(perm.stream().map(x::dim).toList());
    }

    /// The order of the axes; reversed if the node does not state one.
    static List<Integer> permutation(Transpose op, int rank) {
        if (!op.perm().isEmpty()) {
            return op.perm();
        }
        List<Integer> reversed = new ArrayList<>();
        for (int axis = rank - 1; axis >= 0; axis--) {
            reversed.add(axis);
        }
        return reversed;
    }

    static Shape gather(Gather op, Operands in) {
        Shape data = in.shape(0);
        int axis = in.axis(op.axis(), data.rank());
        List<Dim> dims = new ArrayList<>(data.dims().subList(0, axis));
        dims.addAll(in.shape(1).dims());
        dims.addAll(data.dims().subList(axis + 1, data.rank()));
        return new Shape(dims);
    }

    static Shape gatherElements(GatherElements op, Operands in) {
        in.axis(op.axis(), in.shape(0).rank());
        if (in.shape(1).rank() != in.shape(0).rank()) {
            throw in.wrong("indices must have the rank of the data, were " + in.shape(1) + " and " + in.shape(0));
        }
        return in.shape(1);
    }

    static Shape topK(TopK op, Operands in) {
        Shape x = in.shape(0);
        int axis = in.axis(op.axis(), x.rank());
        Dim count = in.value(1).map(k -> k.entries().get(0)).orElseGet(() -> in.unknown(axis));
        if (count.isFixed()
                && x.dim(axis).isFixed()
                && count.size() > x.dim(axis).size()) {
            throw in.wrong("k must be <= " + x.dim(axis) + ", was " + count);
        }
        List<Dim> dims = new ArrayList<>(x.dims());
        dims.set(axis, count);
        return new Shape(dims);
    }

    /// One shape an output.
    static List<Shape> split(Split op, Operands in) {
        Shape x = in.shape(0);
        int axis = in.axis(op.axis(), x.rank());
        List<Shape> parts = new ArrayList<>();
        for (Dim extent : parts(op, in, x.dim(axis))) {
            List<Dim> dims = new ArrayList<>(x.dims());
            dims.set(axis, extent);
            parts.add(new Shape(dims));
        }
        return parts;
    }

    private static List<Dim> parts(Split op, Operands in, Dim whole) {
        int count = in.node().outputs().size();
        if (op.numOutputs() != 0 && op.numOutputs() != count) {
            throw in.wrong("num_outputs must be the number of outputs " + count + ", was " + op.numOutputs());
        }
        if (in.node().hasInput(1)) {
            return stated(in, whole, count);
        }
        if (!whole.isFixed()) {
            return Collections.nCopies(count, DimMath.over(whole, Dim.of(count)));
        }
        return equal(op, in, whole.size(), count);
    }

    private static List<Dim> stated(Operands in, Dim whole, int count) {
        long[] split = in.integers(1, "split");
        boolean whollyCut = !whole.isFixed() || Arrays.stream(split).sum() == whole.size();
        if (split.length != count || !whollyCut) {
            throw in.wrong(
                    "split must have " + count + " values that sum to " + whole + ", was " + Arrays.toString(split));
        }
        return Arrays.stream(split).mapToObj(Dim::of).toList();
    }

    /// ceil(whole / count) each, the last what is left; before operator set 18 they must be equal.
    private static List<Dim> equal(Split op, Operands in, long whole, int count) {
        long part = Math.ceilDiv(whole, count);
        long last = whole - (count - 1) * part;
        if (last < 0 || (op.numOutputs() == 0 && last != part)) {
            throw in.wrong("extent " + whole + " cannot be cut into " + count + " equal parts");
        }
        List<Dim> parts = new ArrayList<>(Collections.nCopies(count - 1, Dim.of(part)));
        parts.add(Dim.of(last));
        return parts;
    }
}

package io.espalier.onnx;

import io.espalier.onnx.op.Reshape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Shapes of operators that keep every element in its place and only name the axes anew.
///
/// Source: ONNX operators Reshape-14, Squeeze-13, Unsqueeze-13.
final class ReshapeShapes {

    private ReshapeShapes() {}

    static Shape reshape(Reshape op, Operands in) {
        Shape x = in.shape(0);
        Optional<ShapeValue> target = in.value(1);
        if (target.isEmpty()) {
            return new Shape(ShapeRules.unknownVector(in, in.shape(1)));
        }
        List<Dim> dims = new ArrayList<>(target.get().entries());
        Dim leftOver = Dim.of(-1);
        for (int axis = 0; axis < dims.size(); axis++) {
            if (dims.get(axis).equals(Dim.of(0)) && !op.allowZero()) {
                dims.set(axis, x.dim(axis));
            }
        }
        if (Collections.frequency(dims, leftOver) > 1) {
            throw in.wrong(
                    "its shape must have at most one -1, was " + target.get().entries());
        }
        int open = dims.indexOf(leftOver);
        if (open >= 0) {
            dims.set(open, Dim.of(1));
            dims.set(open, leftOver(x, dims, open, in));
        }
        return sameSize(x, new Shape(dims), in);
    }

    private static Dim leftOver(Shape x, List<Dim> others, int open, Operands in) {
        DimProduct all = DimProduct.of(x.dims());
        DimProduct stated = DimProduct.of(others);
        Optional<DimProduct> quotient = all.dividedBy(stated);
        if (quotient.isEmpty() && all.symbols().isEmpty() && stated.symbols().isEmpty()) {
            throw in.wrong("cannot reshape " + x + ": the extents other than -1 are " + stated.factor() + " in all");
        }
        return quotient.map(DimProduct::toDim).orElseGet(() -> in.unknown(open));
    }

    private static Shape sameSize(Shape x, Shape y, Operands in) {
        DimProduct before = DimProduct.of(x.dims());
        DimProduct after = DimProduct.of(y.dims());
        if (before.symbols().equals(after.symbols()) && before.factor() != after.factor()) {
            throw in.wrong("cannot reshape " + x + " to " + y);
        }
        return y;
    }

    static Shape unsqueeze(Operands in) {
        Shape x = in.shape(0);
        Set<Integer> axes = front(in, in.axes(1), x.rank() + in.axes(1).length);
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int axis : axes.stream().sorted().toList()) {
            dims.add(axis, Dim.of(1));
        }
        return new Shape(dims);
    }

    static Shape squeeze(Operands in) {
        Shape x = in.shape(0);
        Set<Integer> axes = front(in, in.axes(1), x.rank());
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean one = x.dim(axis).equals(Dim.of(1));
            if (axes.contains(axis) && x.dim(axis).isFixed() && !one) {
                throw in.wrong("axis " + axis + " of " + x + " must have extent 1");
            }
            if (axes.isEmpty() ? !one : !axes.contains(axis)) {
                dims.add(x.dim(axis));
            }
        }
        return new Shape(dims);
    }

    private static Set<Integer> front(Operands in, long[] axes, int rank) {
        Set<Integer> distinct =
                Arrays.stream(axes).mapToObj(axis -> in.axis(axis, rank)).collect(Collectors.toSet());
        if (distinct.size() != axes.length) {
            throw in.wrong("axes must be distinct, were " + Arrays.toString(axes));
        }
        return distinct;
    }
}

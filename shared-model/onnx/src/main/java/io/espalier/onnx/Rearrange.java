package io.espalier.onnx;

import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// Constants with their elements in other places. Each operator is a map from the coordinates of an output element to
/// the position of the input element that it shows.
final class Rearrange {

    /// The position that stands for "none": the element is zero, or the value of a Pad.
    private static final long NOWHERE = -1;

    private Rearrange() {}

    /// @param shape  extents of the output
    /// @param source position in `tensor`, row-major, for the coordinates of an output element
    private static Tensor take(Tensor tensor, byte[] fill, long[] shape, ToLongFunction<long[]> source) {
        int width = tensor.type().bytes();
        byte[] from = new byte[tensor.size() * width];
        tensor.raw().get(from);
        byte[] to = new byte[Math.toIntExact(Tensor.elements(shape) * width)];
        long[] at = new long[shape.length];
        for (int i = 0; i < to.length; i += width) {
            long position = source.applyAsLong(at);
            boolean outside = position == NOWHERE;
            System.arraycopy(outside ? fill : from, outside ? 0 : (int) position * width, to, i, width);
            advance(at, shape);
        }
        return Tensor.owning(tensor.type(), shape, to);
    }

    private static Tensor take(Tensor tensor, long[] shape, ToLongFunction<long[]> source) {
        return take(tensor, new byte[tensor.type().bytes()], shape, source);
    }

    private static void advance(long[] at, long[] shape) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++at[axis] < shape[axis]) {
                return;
            }
            at[axis] = 0;
        }
    }

    /// Elements between neighbours along each axis of a row-major tensor.
    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    static Tensor filled(Tensor element, long[] shape) {
        return take(element, shape, at -> 0);
    }

    static Tensor broadcast(Tensor tensor, long[] shape) {
        if (Arrays.equals(tensor.shape(), shape)) {
            return tensor;
        }
        long[] extents = tensor.shape();
        long[] strides = strides(extents);
        int lead = shape.length - extents.length;
        return take(tensor, shape, at -> {
            long position = 0;
            for (int axis = 0; axis < extents.length; axis++) {
                position += extents[axis] == 1 ? 0 : at[axis + lead] * strides[axis];
            }
            return position;
        });
    }

    static Tensor transpose(Transpose op, Tensor tensor, long[] shape) {
        List<Integer> perm = AxisShapes.permutation(op, tensor.rank());
        long[] strides = strides(tensor.shape());
        return take(tensor, shape, at -> {
            long position = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                position += at[axis] * strides[perm.get(axis)];
            }
            return position;
        });
    }

    static Tensor slice(Operands in, long[] shape) {
        Tensor tensor = ConstantEvaluator.tensor(in, 0);
        long[] strides = strides(tensor.shape());
        long offset = 0;
        long[] starts = in.integers(1, "starts");
        long[] ends = in.integers(2, "ends");
        int[] axes = AxisShapes.axes(in, 3, starts.length);
        for (int i = 0; i < axes.length; i++) {
            long step = in.node().hasInput(4) ? in.integers(4, "steps")[i] : 1;
            SliceRange range = SliceRange.of(starts[i], ends[i], step, tensor.shape()[axes[i]]);
            offset += range.start() * strides[axes[i]];
            strides[axes[i]] *= step;
        }
        long first = offset;
        return take(tensor, shape, at -> first + dot(at, strides));
    }

    private static long dot(long[] at, long[] strides) {
        long sum = 0;
        for (int axis = 0; axis < at.length; axis++) {
            sum += at[axis] * strides[axis];
        }
        return sum;
    }

    static Tensor gather(Gather op, Operands in, long[] shape) {
        Tensor data = ConstantEvaluator.tensor(in, 0);
        Tensor indices = ConstantEvaluator.tensor(in, 1);
        int axis = in.axis(op.axis(), data.rank());
        long[] chosen = indices.longs();
        long[] strides = strides(data.shape());
        long[] indexStrides = strides(indices.shape());
        int indexRank = indices.rank();
        return take(data, shape, at -> {
            long position = 0;
            long index = 0;
            for (int i = 0; i < at.length; i++) {
                if (i >= axis && i < axis + indexRank) {
                    index += at[i] * indexStrides[i - axis];
                } else {
                    position += at[i] * strides[i < axis ? i : i - indexRank + 1];
                }
            }
            return position + in.axis(chosen[(int) index], (int) data.shape()[axis]) * strides[axis];
        });
    }

    static Tensor gatherElements(GatherElements op, Operands in, long[] shape) {
        Tensor data = ConstantEvaluator.tensor(in, 0);
        int axis = in.axis(op.axis(), data.rank());
        long[] chosen = ConstantEvaluator.tensor(in, 1).longs();
        long[] strides = strides(data.shape());
        long[] indexStrides = strides(shape);
        return take(data, shape, at -> {
            long index = in.axis(chosen[(int) dot(at, indexStrides)], (int) data.shape()[axis]);
            return dot(at, strides) + (index - at[axis]) * strides[axis];
        });
    }

    static Tensor tile(Tensor tensor, long[] shape) {
        long[] extents = tensor.shape();
        long[] strides = strides(extents);
        return take(tensor, shape, at -> {
            long position = 0;
            for (int axis = 0; axis < extents.length; axis++) {
                position += at[axis] % extents[axis] * strides[axis];
            }
            return position;
        });
    }

    /// The part of each output of a Split.
    static List<Tensor> split(Tensor tensor, int axis, List<Shape> parts) {
        long[] strides = strides(tensor.shape());
        List<Tensor> tensors = new ArrayList<>();
        long start = 0;
        for (Shape part : parts) {
            long first = start * strides[axis];
            tensors.add(take(tensor, part.sizes(), at -> first + dot(at, strides)));
            start += part.dim(axis).size();
        }
        return tensors;
    }

    static Tensor nonZero(Tensor tensor) {
        long[] strides = strides(tensor.shape());
        long[] found = IntStream.range(0, tensor.size())
                .filter(i -> tensor.type().isFloating()
                        ? Elements.real(tensor.type(), tensor.raw(), i) != 0
                        : Elements.whole(tensor.type(), tensor.raw(), i) != 0)
                .asLongStream()
                .toArray();
        int rank = Math.max(1, tensor.rank());
        long[] coordinates = new long[rank * found.length];
        for (int i = 0; i < coordinates.length; i++) {
            int axis = i / found.length;
            long index = found[i % found.length];
            coordinates[i] = tensor.rank() == 0 ? 0 : index / strides[axis] % tensor.shape()[axis];
        }
        return Tensor.ofLongs(new long[] {rank, found.length}, coordinates);
    }

    /// A row is everything from the axis inwards; the inputs' rows stand side by side.
    static Tensor concat(Concat op, Operands in, long[] shape) {
        Tensor first = ConstantEvaluator.tensor(in, 0);
        int axis = in.axis(op.axis(), first.rank());
        byte[] joined =
                new byte[Math.toIntExact(Tensor.elements(shape) * first.type().bytes())];
        long outer = Tensor.elements(Arrays.copyOf(shape, axis));
        int row = outer == 0 ? 0 : (int) (joined.length / outer);
        int column = 0;
        for (int i = 0; i < in.count(); i++) {
            Tensor part = ConstantEvaluator.tensor(in, i);
            if (part.type() != first.type()) {
                throw in.wrong("inputs must have the same type, were " + first + " and " + part);
            }
            int width = outer == 0 ? 0 : (int) (part.raw().capacity() / outer);
            for (int r = 0; r < outer; r++) {
                part.raw().get(r * width, joined, r * row + column, width);
            }
            column += width;
        }
        return Tensor.owning(first.type(), shape, joined);
    }

    static Optional<Tensor> pad(Pad op, Operands in, long[] shape) {
        if (op.mode() != Pad.Mode.CONSTANT) {
            return Optional.empty();
        }
        Tensor tensor = ConstantEvaluator.tensor(in, 0);
        byte[] fill = new byte[tensor.type().bytes()];
        in.constant(2).ifPresent(value -> value.raw().get(fill));
        long[] pads = in.integers(1, "pads");
        int[] axes = AxisShapes.axes(in, 3, tensor.rank());
        long[] begins = new long[tensor.rank()];
        for (int i = 0; i < axes.length; i++) {
            begins[axes[i]] = pads[i];
        }
        long[] extents = tensor.shape();
        long[] strides = strides(extents);
        return Optional.of(take(tensor, fill, shape, at -> {
            long position = 0;
            for (int axis = 0; axis < extents.length; axis++) {
                long index = at[axis] - begins[axis];
                if (index < 0 || index >= extents[axis]) {
                    return NOWHERE;
                }
                position += index * strides[axis];
            }
            return position;
        }));
    }
}

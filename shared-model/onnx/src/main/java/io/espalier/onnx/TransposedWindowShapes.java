package io.espalier.onnx;

import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Shapes of transposed convolutions.
///
/// out = stride · (in - 1) + outputPadding + (kernel - 1) · dilation + 1 - padBegin - padEnd; with `SAME_*`
/// in · stride; or what `output_shape` says.
/// Source: ONNX operator ConvTranspose-11.
final class TransposedWindowShapes {

    private TransposedWindowShapes() {}

    static Shape of(ConvTranspose op, Operands in) {
        Shape x = in.shape(0);
        Shape weight = in.shape(1);
        if (x.rank() < 3 || weight.rank() != x.rank()) {
            throw in.wrong("weight " + weight + " must have the rank of its input " + x + ", at least 3");
        }
        if (ShapeRules.differ(weight.dim(0), x.dim(1))) {
            throw in.wrong("weight " + weight + " needs " + weight.dim(0) + " input channels, had " + x);
        }
        if (weight.dim(0).isFixed() && weight.dim(0).size() % op.group() != 0) {
            throw in.wrong("input channels must be a multiple of group=" + op.group() + ", were " + weight.dim(0));
        }
        Window window = WindowShapes.resolved(op.window(), weight, in);
        requireEach(in, "output_padding", op.outputPadding(), x.rank() - 2);
        requireEach(in, "output_shape", op.outputShape(), x.rank() - 2);
        List<Dim> dims = new ArrayList<>(List.of(x.dim(0), DimMath.times(weight.dim(1), Dim.of(op.group()))));
        dims.addAll(spatial(op, x, window));
        return new Shape(dims);
    }

    /// The extents of the output's spatial axes.
    static List<Dim> spatial(ConvTranspose op, Shape x, Window window) {
        return IntStream.range(0, x.rank() - 2)
                .mapToObj(axis -> extent(op, window, x.dim(axis + 2), axis))
                .toList();
    }

    private static void requireEach(Operands in, String name, List<Long> values, int rank) {
        if (!values.isEmpty() && values.size() != rank) {
            throw in.wrong(name + " must have one value for each of " + rank + " spatial axes, was " + values);
        }
    }

    private static Dim extent(ConvTranspose op, Window window, Dim input, int axis) {
        if (!op.outputShape().isEmpty()) {
            return Dim.of(op.outputShape().get(axis));
        }
        long stride = window.strides().get(axis);
        if (!(window.padding() instanceof Padding.Explicit pads)) {
            return DimMath.times(input, Dim.of(stride));
        }
        long added =
                added(op, window, axis) - pads.begins().get(axis) - pads.ends().get(axis);
        return DimMath.plus(DimMath.times(input, Dim.of(stride)), added - stride);
    }

    /// Elements that the last window reaches past the place of its input element, and output padding.
    private static long added(ConvTranspose op, Window window, int axis) {
        long outputPadding =
                op.outputPadding().isEmpty() ? 0 : op.outputPadding().get(axis);
        return outputPadding
                + (window.kernel().get(axis) - 1) * window.dilations().get(axis)
                + 1;
    }

    /// Padding that gives the stated or `SAME_*` extent, which must be fixed, as that of the input.
    ///
    /// @return elements before and after
    static long[] padding(ConvTranspose op, Window window, long input, int axis) {
        long stride = window.strides().get(axis);
        long output =
                op.outputShape().isEmpty() ? input * stride : op.outputShape().get(axis);
        long total = Math.max(0, stride * (input - 1) + added(op, window, axis) - output);
        boolean upper = window.padding() instanceof Padding.SameUpper;
        long begin = upper ? total / 2 : total - total / 2;
        return new long[] {begin, total - begin};
    }
}

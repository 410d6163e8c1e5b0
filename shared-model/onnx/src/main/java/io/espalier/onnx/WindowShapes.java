package io.espalier.onnx;

import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;

/// Shapes of operators that move a window over the spatial axes of `(n, c, h, w, …)`.
///
/// out = floor((in + padBegin + padEnd - ((kernel - 1) · dilation + 1)) / stride) + 1; with ceil_mode the quotient is
/// rounded up, but a last window that would start past the input and its leading padding is left out.
/// Source: ONNX operators Conv-11, MaxPool-12, AveragePool-22.
final class WindowShapes {

    private WindowShapes() {}

    static Shape conv(Conv op, Operands in) {
        Shape x = in.shape(0);
        Shape weight = in.shape(1);
        if (x.rank() < 3 || weight.rank() != x.rank()) {
            throw in.wrong("weight " + weight + " must have the rank of its input " + x + ", at least 3");
        }
        Dim channels = DimMath.times(weight.dim(1), Dim.of(op.group()));
        if (ShapeRules.differ(channels, x.dim(1))) {
            throw in.wrong("weight " + weight + " with group=" + op.group() + " needs " + channels
                    + " input channels, had " + x);
        }
        if (weight.dim(0).isFixed() && weight.dim(0).size() % op.group() != 0) {
            throw in.wrong("output channels must be a multiple of group=" + op.group() + ", were " + weight.dim(0));
        }
        Window window = resolved(op.window(), weight, in);
        return spatial(x, weight.dim(0), window, false, in);
    }

    /// The window with the weight's kernel where the node does not state one.
    static Window resolved(Window window, Shape weight, Operands in) {
        List<Long> kernel =
                weight.dims().subList(2, weight.rank()).stream().map(Dim::size).toList();
        if (!window.kernel().isEmpty() && !window.kernel().equals(kernel)) {
            throw in.wrong("kernel_shape must be that of weight " + weight + ", was " + window.kernel());
        }
        return window.withKernel(kernel);
    }

    static Shape pool(Window window, boolean ceilMode, Operands in) {
        Shape x = in.shape(0);
        if (x.rank() != window.kernel().size() + 2) {
            throw in.wrong("kernel_shape " + window.kernel() + " does not fit the spatial axes of " + x);
        }
        return spatial(x, x.dim(1), window, ceilMode, in);
    }

    static Shape global(Operands in) {
        Shape x = in.shape(0);
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int axis = 2; axis < dims.size(); axis++) {
            dims.set(axis, Dim.of(1));
        }
        return new Shape(dims);
    }

    private static Shape spatial(Shape x, Dim channels, Window window, boolean ceilMode, Operands in) {
        List<Dim> dims = new ArrayList<>(List.of(x.dim(0), channels));
        for (int axis = 0; axis < window.kernel().size(); axis++) {
            Dim extent = extent(x.dim(axis + 2), window, axis, ceilMode);
            if (extent instanceof Dim.Fixed fixed && fixed.size() < 1) {
                throw in.wrong("kernel " + window.kernel() + " is larger than its padded input " + x);
            }
            dims.add(extent);
        }
        return new Shape(dims);
    }

    private static Dim extent(Dim input, Window window, int axis, boolean ceilMode) {
        long stride = window.strides().get(axis);
        if (!(window.padding() instanceof Padding.Explicit pads)) {
            return DimMath.ceilOver(input, stride);
        }
        long begin = pads.begins().get(axis);
        long span = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
        Dim room = DimMath.plus(input, begin + pads.ends().get(axis) - span);
        Dim steps = ceilMode ? DimMath.ceilOver(room, stride) : DimMath.floorOver(room, stride);
        if (ceilMode && input instanceof Dim.Fixed fixed && steps.size() * stride >= fixed.size() + begin) {
            return steps;
        }
        // Together with the span, so that padding that keeps an extent gives the same symbol again.
        return stride == 1 ? DimMath.plus(input, begin + pads.ends().get(axis) - span + 1) : DimMath.plus(steps, 1);
    }
}

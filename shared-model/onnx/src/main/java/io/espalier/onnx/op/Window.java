package io.espalier.onnx.op;

import java.util.Collections;
import java.util.List;

/// How a kernel moves over the spatial axes; each list has one entry a spatial axis.
///
/// @param kernel    `kernel_shape`; may be empty in a Conv: then it is the weight's
/// @param strides   steps between windows, >= 1; empty = 1 everywhere, only where the kernel is empty
/// @param dilations distances between taps, >= 1; empty = 1 everywhere, only where the kernel is empty
public record Window(List<Long> kernel, List<Long> strides, List<Long> dilations, Padding padding) {

    public Window {
        kernel = List.copyOf(kernel);
        strides = strides.isEmpty() ? ones(kernel.size()) : List.copyOf(strides);
        dilations = dilations.isEmpty() ? ones(kernel.size()) : List.copyOf(dilations);
        if (padding instanceof Padding.Explicit pads && pads.begins().isEmpty()) {
            padding = Padding.none(kernel.size());
        }
    }

    /// A window over two axes with equal strides and padding on all sides.
    public static Window square(long kernel, long stride, long padding) {
        return new Window(
                List.of(kernel, kernel),
                List.of(stride, stride),
                List.of(),
                new Padding.Explicit(List.of(padding, padding), List.of(padding, padding)));
    }

    /// This window with the kernel known, all lists filled.
    public Window withKernel(List<Long> known) {
        return new Window(known, strides, dilations, padding);
    }

    public Window withPadding(Padding replacement) {
        return new Window(kernel, strides, dilations, replacement);
    }

    static Window read(Attributes in) {
        List<Long> kernel = in.integers("kernel_shape");
        List<Long> strides = in.integers("strides");
        List<Long> dilations = in.integers("dilations");
        Window window = new Window(kernel, strides, dilations, Padding.read(in));
        window.check(in);
        return window;
    }

    private void check(Attributes in) {
        int rank = Math.max(kernel.size(), Math.max(strides.size(), dilations.size()));
        require(in, "kernel_shape", kernel, rank);
        require(in, "strides", strides, rank);
        require(in, "dilations", dilations, rank);
        if (padding instanceof Padding.Explicit pads && !pads.begins().isEmpty() && rank > 0) {
            if (pads.begins().size() != rank) {
                throw in.refuse("pads", pads, "2 values for each of " + rank + " spatial axes");
            }
        }
    }

    private static void require(Attributes in, String name, List<Long> values, int rank) {
        boolean positive = values.stream().allMatch(value -> value > 0);
        if (!positive || !(values.isEmpty() || values.size() == rank)) {
            throw in.refuse(name, values, "positive values, one for each of " + rank + " spatial axes");
        }
    }

    void write(AttributeWriter out) {
        // Pooling had no dilations before its later operator sets: 1 is written by leaving it out.
        out.longs("dilations", dilations.stream().allMatch(dilation -> dilation == 1) ? List.of() : dilations);
        out.longs("kernel_shape", kernel);
        out.longs("strides", strides);
        padding.write(out);
    }

    private static List<Long> ones(int count) {
        return Collections.nCopies(count, 1L);
    }
}

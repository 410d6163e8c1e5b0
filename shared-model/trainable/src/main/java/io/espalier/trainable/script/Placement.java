package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;

/// A window's padding in numbers, one entry a spatial axis.
///
/// ATen pads both sides of an axis alike; padding that differs is put in front.
///
/// @param begins elements before the first
/// @param ends   elements after the last
record Placement(Window window, List<Long> begins, List<Long> ends) {

    static Placement of(Window window, Node node, Operands in) {
        List<Long> begins = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (int axis = 0; axis < window.kernel().size(); axis++) {
            long[] sides = sides(window, axis, node, in);
            begins.add(sides[0]);
            ends.add(sides[1]);
        }
        return new Placement(window, begins, ends);
    }

    private static long[] sides(Window window, int axis, Node node, Operands in) {
        if (window.padding() instanceof Padding.Explicit explicit) {
            return new long[] {explicit.begins().get(axis), explicit.ends().get(axis)};
        }
        long extent = in.extent(node, 0, axis + 2);
        return window.padding()
                .around(axis, extent, span(window, axis), window.strides().get(axis));
    }

    /// Elements from the first tap to the last.
    static long span(Window window, int axis) {
        return (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
    }

    boolean isEven() {
        return begins.equals(ends);
    }

    /// Whether ATen's pools take the padding: at most half of the span.
    boolean isWithinHalf() {
        boolean within = true;
        for (int axis = 0; axis < begins.size(); axis++) {
            within &= 2 * begins.get(axis) <= span(window, axis);
        }
        return within;
    }

    List<Long> none() {
        return begins.stream().map(side -> 0L).toList();
    }

    /// This placement with as much at the end as the node's output asks for, less than 0 where elements are left over:
    /// the last window then ends with the last element.
    Placement fitted(Node node, Operands in) {
        List<Long> fitted = new ArrayList<>();
        for (int axis = 0; axis < begins.size(); axis++) {
            long covered = (in.result(node).dim(axis + 2).size() - 1)
                            * window.strides().get(axis)
                    + span(window, axis);
            fitted.add(covered - in.extent(node, 0, axis + 2) - begins.get(axis));
        }
        return new Placement(window, begins, fitted);
    }

    /// @param fill value of the elements put around
    String padded(String x, String fill) {
        List<Long> lastAxisFirst = new ArrayList<>();
        for (int axis = 0; axis < begins.size(); axis++) {
            lastAxisFirst.addAll(0, List.of(begins.get(axis), ends.get(axis)));
        }
        return "torch.constant_pad_nd(%s, %s, %s)".formatted(x, lastAxisFirst, fill);
    }
}

package io.espalier.trainable;

import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;

/// Expressions of the operators that move a window over the spatial axes.
///
/// ATen pads both sides of an axis alike; padding that differs becomes a `constant_pad_nd` in front.
final class WindowScript {

    /// What a padded element must be so that it never is the largest.
    private static final String LOWEST = "-inf";

    private WindowScript() {}

    static String conv(Conv conv, Node node, Operands operands) {
        Shape weight = operands.shape(node, 1);
        List<Long> kernel = new ArrayList<>();
        for (int axis = 2; axis < weight.rank(); axis++) {
            kernel.add(weight.dim(axis).size());
        }
        Placed placed = Placed.of(conv.window().withKernel(kernel), node, operands, "0.");
        return "torch.conv%dd(%s, %s, %s, %s, %s, %s, %d)"
                .formatted(
                        kernel.size(),
                        placed.input(),
                        operands.input(node, 1),
                        operands.input(node, 2),
                        placed.window().strides(),
                        placed.padding(),
                        placed.window().dilations(),
                        conv.group());
    }

    static String maxPool(MaxPool pool, Node node, Operands operands) {
        Placed placed = Placed.of(pool.window(), node, operands, LOWEST);
        return "torch.max_pool%dd(%s, %s, %s, %s, %s, %s)"
                .formatted(
                        placed.window().kernel().size(),
                        placed.input(),
                        placed.window().kernel(),
                        placed.window().strides(),
                        placed.padding(),
                        placed.window().dilations(),
                        bool(pool.ceilMode()));
    }

    static String averagePool(AveragePool pool, Node node, Operands operands) {
        Placed placed = Placed.of(pool.window(), node, operands, "0.");
        if (placed.padded() && !pool.countIncludePad()) {
            throw new UntrainableException("padding that differs between sides must count in the mean");
        }
        if (pool.window().dilations().stream().anyMatch(dilation -> dilation != 1)) {
            throw new UntrainableException(
                    "dilations must be 1, were " + pool.window().dilations());
        }
        return "torch.avg_pool%dd(%s, %s, %s, %s, %s, %s)"
                .formatted(
                        placed.window().kernel().size(),
                        placed.input(),
                        placed.window().kernel(),
                        placed.window().strides(),
                        placed.padding(),
                        bool(pool.ceilMode()),
                        bool(pool.countIncludePad()));
    }

    private static String bool(boolean value) {
        return value ? "True" : "False";
    }

    /// A window with its padding resolved to numbers.
    ///
    /// @param input   expression of the input, padded in front where sides differ
    /// @param padding elements on both sides, one entry a spatial axis
    private record Placed(Window window, String input, List<Long> padding) {

        /// @param fill value of elements padded in front
        static Placed of(Window window, Node node, Operands operands, String fill) {
            List<Long> alike = new ArrayList<>();
            List<Long> lastAxisFirst = new ArrayList<>();
            boolean same = true;
            for (int axis = 0; axis < window.kernel().size(); axis++) {
                long[] sides = sides(window, axis, node, operands);
                same &= sides[0] == sides[1];
                alike.add(sides[0]);
                lastAxisFirst.addAll(0, List.of(sides[0], sides[1]));
            }
            String x = operands.input(node, 0);
            if (same) {
                return new Placed(window, x, alike);
            }
            List<Long> none = alike.stream().map(side -> 0L).toList();
            return new Placed(window, "torch.constant_pad_nd(%s, %s, %s)".formatted(x, lastAxisFirst, fill), none);
        }

        private static long[] sides(Window window, int axis, Node node, Operands operands) {
            if (window.padding() instanceof io.espalier.onnx.op.Padding.Explicit explicit) {
                return new long[] {explicit.begins().get(axis), explicit.ends().get(axis)};
            }
            long effective =
                    (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
            long extent = operands.shape(node, 0).dim(2 + axis).size();
            return window.padding()
                    .around(axis, extent, effective, window.strides().get(axis));
        }

        boolean padded() {
            return input.startsWith("torch.constant_pad_nd");
        }
    }
}

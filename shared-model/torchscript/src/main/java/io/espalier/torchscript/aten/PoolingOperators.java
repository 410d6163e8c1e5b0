package io.espalier.torchscript.aten;

import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Pools over two spatial axes.
final class PoolingOperators {

    private static final List<Long> ZEROS = List.of(0L, 0L);
    private static final List<Long> ONES = List.of(1L, 1L);

    private PoolingOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("max_pool2d", PoolingOperators::max);
        into.put("avg_pool2d", PoolingOperators::average);
        into.put("adaptive_avg_pool2d", PoolingOperators::adaptiveAverage);
        into.put("adaptive_max_pool2d", PoolingOperators::adaptiveMax);
    }

    /// `(x, kernel, stride, padding, dilation, ceil_mode)`.
    private static Value max(Call call) {
        Window window = window(call, call.pair(4, ONES));
        boolean ceil = roundsUp(call, window, call.flag(5, false));
        return call.graph().node(new MaxPool(window, ceil, 0), image(call));
    }

    /// `(x, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override)`.
    private static Value average(Call call) {
        Window window = window(call, ONES);
        boolean ceil = roundsUp(call, window, call.flag(4, false));
        boolean countPadding = call.flag(5, true);
        if (!call.isNone(6)) {
            throw new Unmapped("divisor_override");
        }
        if (ceil && countPadding) {
            throw new Unmapped("ceil_mode with count_include_pad where the last window reaches past the padding");
        }
        return call.graph().node(new AveragePool(window, ceil, countPadding), image(call));
    }

    private static Value adaptiveAverage(Call call) {
        List<Long> output = adaptive(call);
        if (output.equals(ONES)) {
            return call.graph().node(new GlobalAveragePool(), image(call));
        }
        return adapted(call, output, window -> new AveragePool(window, false, false));
    }

    private static Value adaptiveMax(Call call) {
        List<Long> output = adaptive(call);
        if (output.equals(ONES)) {
            return call.graph().node(new GlobalMaxPool(), image(call));
        }
        return adapted(call, output, window -> new MaxPool(window, false, 0));
    }

    /// Equal windows, where the output's extents divide the input's.
    private static Value adapted(Call call, List<Long> output, java.util.function.Function<Window, Operator> operator) {
        List<Long> kernel = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            long input = extent(call, axis);
            if (output.get(axis) < 1 || input % output.get(axis) != 0) {
                throw new Unmapped("an output of " + output + " from an image of " + extent(call, 0) + "×"
                        + extent(call, 1) + "; each must divide its extent");
            }
            kernel.add(input / output.get(axis));
        }
        return kernel.equals(ONES)
                ? call.value(0)
                : call.graph()
                        .node(operator.apply(new Window(kernel, kernel, List.of(), Padding.none(2))), image(call));
    }

    /// The extents asked for; None keeps the input's.
    private static List<Long> adaptive(Call call) {
        List<Value> wanted = call.value(1) instanceof Value.Sequence sequence
                ? sequence.items()
                : List.of(call.value(1), call.value(1));
        List<Long> output = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            Value extent = wanted.get(axis);
            output.add(extent instanceof Scalar.None ? extent(call, axis) : Values.integer(extent));
        }
        return output;
    }

    private static Window window(Call call, List<Long> dilations) {
        List<Long> kernel = call.pair(1, ONES);
        List<Long> padding = call.pair(3, ZEROS);
        return new Window(kernel, call.pair(2, kernel), dilations, new Padding.Explicit(padding, padding));
    }

    /// Whether rounding up gives another output than rounding down.
    ///
    /// @throws Unmapped if PyTorch leaves out a window that would lie in the padding alone, which ONNX does not
    private static boolean roundsUp(Call call, Window window, boolean ceil) {
        boolean differs = false;
        for (int axis = 0; axis < 2 && ceil; axis++) {
            long padding = ((Padding.Explicit) window.padding()).begins().get(axis);
            long stride = window.strides().get(axis);
            long covered = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
            long room = extent(call, axis) + 2 * padding - covered;
            if (room % stride != 0) {
                differs = true;
                if (Math.ceilDiv(room, stride) * stride >= extent(call, axis) + padding) {
                    throw new Unmapped("ceil_mode where the last window would lie in the padding");
                }
            }
        }
        return differs;
    }

    private static long extent(Call call, int axis) {
        return image(call).shape().dim(axis + 2).size();
    }

    private static Symbol image(Call call) {
        Symbol image = call.tensor(0);
        if (image.shape().rank() != 4) {
            throw new Unmapped("an input of shape " + image.shape() + "; it must have 4 axes");
        }
        return image;
    }
}

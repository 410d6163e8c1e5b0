package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;

/// Expressions of convolutions, which carry most of a network's work.
final class ConvolutionScript {

    private ConvolutionScript() {}

    static String conv(Conv conv, Node node, Operands in) {
        Window window = conv.window().withKernel(kernel(node, in));
        Placement placed = Placement.of(window, node, in);
        String x = placed.isEven() ? in.input(node, 0) : placed.padded(in.input(node, 0), "0.");
        return "torch.conv%dd(%s, %s, %s, %s, %s, %s, %d)"
                .formatted(
                        window.kernel().size(),
                        x,
                        in.input(node, 1),
                        in.input(node, 2),
                        window.strides(),
                        placed.isEven() ? placed.begins() : placed.none(),
                        window.dilations(),
                        conv.group());
    }

    private static List<Long> kernel(Node node, Operands in) {
        Shape weight = in.shape(node, 1);
        List<Long> kernel = new ArrayList<>();
        for (int axis = 2; axis < weight.rank(); axis++) {
            kernel.add(weight.dim(axis).size());
        }
        return kernel;
    }

    /// ATen crops as much at the end as at the beginning and then adds output padding, less than a stride; where that
    /// does not give the extents, everything is computed and cut, or filled up, afterwards.
    static String transposed(ConvTranspose op, Node node, Operands in) {
        Window window = op.window().withKernel(kernel(node, in));
        List<Long> begins = new ArrayList<>();
        List<Long> added = new ArrayList<>();
        List<Long> lastAxisFirst = new ArrayList<>();
        boolean direct = true;
        for (int axis = 0; axis < window.kernel().size(); axis++) {
            long begin = begin(op, window, node, in, axis);
            long full = full(window, in.extent(node, 0, axis + 2), axis);
            long more = in.result(node).dim(axis + 2).size() - (full - 2 * begin);
            long limit = Math.max(window.strides().get(axis), window.dilations().get(axis));
            direct &= more >= 0 && more < limit;
            begins.add(begin);
            added.add(more);
            lastAxisFirst.addAll(0, List.of(-begin, more - begin));
        }
        if (direct) {
            return call(op, window, node, in, in.input(node, 2), begins, added);
        }
        List<Long> none = begins.stream().map(begin -> 0L).toList();
        String everything = call(op, window, node, in, Operands.NONE, none, none);
        String cut = "torch.constant_pad_nd(%s, %s, 0.)".formatted(everything, lastAxisFirst);
        return biased(cut, node, in, window.kernel().size());
    }

    private static String call(
            ConvTranspose op, Window window, Node node, Operands in, String bias, List<Long> crop, List<Long> added) {
        return "torch.conv_transpose%dd(%s, %s, %s, %s, %s, %s, %d, %s)"
                .formatted(
                        window.kernel().size(),
                        in.input(node, 0),
                        in.input(node, 1),
                        bias,
                        window.strides(),
                        crop,
                        added,
                        op.group(),
                        window.dilations());
    }

    /// Places that no window reaches hold the bias too.
    private static String biased(String y, Node node, Operands in, int spatial) {
        if (!node.hasInput(2)) {
            return y;
        }
        String perChannel = "[-1" + ", 1".repeat(spatial) + "]";
        return "torch.add(%s, torch.reshape(%s, %s))".formatted(y, in.input(node, 2), perChannel);
    }

    private static long full(Window window, long extent, int axis) {
        return window.strides().get(axis) * (extent - 1)
                + (window.kernel().get(axis) - 1) * window.dilations().get(axis)
                + 1;
    }

    private static long begin(ConvTranspose op, Window window, Node node, Operands in, int axis) {
        if (op.outputShape().isEmpty() && window.padding() instanceof Padding.Explicit pads) {
            return pads.begins().get(axis);
        }
        long added = op.outputPadding().isEmpty() ? 0 : op.outputPadding().get(axis);
        long total = full(window, in.extent(node, 0, axis + 2), axis)
                + added
                - in.result(node).dim(axis + 2).size();
        boolean upper = window.padding() instanceof Padding.SameUpper;
        return upper ? Math.max(0, total) / 2 : Math.ceilDiv(Math.max(0, total), 2);
    }
}

package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.TopK;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/// Expressions of the operators that make one element of many.
final class ReductionScript {

    private ReductionScript() {}

    static String of(Reduction reduction, Node node, Operands in) {
        return switch (reduction) {
            case Reduce reduce -> reduce(reduce, node, in);
            case ArgReduce arg -> arg(arg, node, in);
        };
    }

    private static String reduce(Reduce reduce, Node node, Operands in) {
        String x = in.input(node, 0);
        List<Long> axes = in.axes(node, 1);
        if (axes.isEmpty() && reduce.noopWithEmptyAxes()) {
            return elementWise(reduce.kind(), x);
        }
        if (axes.isEmpty()) {
            axes = LongStream.range(0, in.shape(node, 0).rank()).boxed().toList();
        }
        return along(
                reduce.kind(),
                x,
                axes,
                Literal.bool(reduce.keepDims()),
                in.shape(node, 0).rank());
    }

    private static String along(Reduce.Kind kind, String x, List<Long> axes, String keep, int rank) {
        return switch (kind) {
            case L1 -> "torch.sum(torch.abs(%s), %s, %s)".formatted(x, axes, keep);
            // Unlike the root of a sum, this has a gradient where all elements are 0.
            case L2 -> "torch.linalg_vector_norm(%s, 2, %s, %s)".formatted(x, axes, keep);
            case LOG_SUM -> "torch.log(torch.sum(%s, %s, %s))".formatted(x, axes, keep);
            case LOG_SUM_EXP -> "torch.logsumexp(%s, %s, %s)".formatted(x, axes, keep);
            case MAX -> "torch.amax(%s, %s, %s)".formatted(x, axes, keep);
            case MEAN -> "torch.mean(%s, %s, %s)".formatted(x, axes, keep);
            case MIN -> "torch.amin(%s, %s, %s)".formatted(x, axes, keep);
            case PROD -> product(x, axes, keep, rank);
            case SUM -> "torch.sum(%s, %s, %s)".formatted(x, axes, keep);
            case SUM_SQUARE -> "torch.sum(torch.mul(%1$s, %1$s), %2$s, %3$s)".formatted(x, axes, keep);
        };
    }

    /// ATen multiplies along one axis at a time; the last first, so that the others keep their place.
    private static String product(String x, List<Long> axes, String keep, int rank) {
        String result = x;
        for (long axis : axes.stream()
                .map(axis -> Math.floorMod(axis, (long) rank))
                .sorted(Comparator.reverseOrder())
                .toList()) {
            result = "torch.prod(%s, %d, %s)".formatted(result, axis, keep);
        }
        return result;
    }

    /// No axis is reduced: each sum has one term.
    private static String elementWise(Reduce.Kind kind, String x) {
        return switch (kind) {
            case L1, L2 -> "torch.abs(" + x + ")";
            case LOG_SUM -> "torch.log(" + x + ")";
            case SUM_SQUARE -> "torch.mul(%1$s, %1$s)".formatted(x);
            case LOG_SUM_EXP, MAX, MEAN, MIN, PROD, SUM -> x;
        };
    }

    private static String arg(ArgReduce arg, Node node, Operands in) {
        String x = in.input(node, 0);
        String function = arg.kind() == ArgReduce.Kind.MAX ? "argmax" : "argmin";
        String keep = Literal.bool(arg.keepDims());
        if (!arg.selectLastIndex()) {
            return "torch.%s(%s, %d, %s)".formatted(function, x, arg.axis(), keep);
        }
        String first = "torch.%s(torch.flip(%s, [%d]), %d, %s)".formatted(function, x, arg.axis(), arg.axis(), keep);
        return "torch.rsub(%s, %d)".formatted(first, in.extent(node, 0, arg.axis()) - 1);
    }

    /// The statement: of equal elements ONNX takes the one of lower index first; `torch.topk` promises no order, a
    /// stable sort does.
    static String topK(TopK topK, Node node, Operands in) {
        String sorted = "torch.sort(%s, stable=True, dim=%d, descending=%s)"
                .formatted(in.input(node, 0), topK.axis(), Literal.bool(topK.largest()));
        StringBuilder lines = new StringBuilder(in.variables(node.outputs()) + ", = " + sorted);
        long count = in.longs(node, 1)[0];
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                lines.append("\n  %1$s = torch.slice(%1$s, %2$d, 0, %3$d)"
                        .formatted(in.variable(output), topK.axis(), count));
            }
        }
        return lines.toString();
    }
}

package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Unary;
import java.util.Locale;
import java.util.Optional;

/// Expressions of the functions of one tensor, element by element.
final class ActivationScript {

    /// ATen's `hardsigmoid` is `relu6(x + 3) / 6`.
    private static final HardSigmoid SIXTH = new HardSigmoid(1f / 6, 0.5f);

    private ActivationScript() {}

    static String of(Activation activation, Node node, Operands in) {
        String x = in.input(node, 0);
        return switch (activation) {
            case Relu ignored -> (in.isExpendable(node, 0) ? "torch.relu_(" : "torch.relu(") + x + ")";
            case LeakyRelu relu -> "torch.leaky_relu(%s, %s)".formatted(x, Literal.number(relu.alpha()));
            case PRelu ignored -> prelu(node, in, x);
            case Elu elu -> "torch.elu(%s, %s)".formatted(x, Literal.number(elu.alpha()));
            case Selu selu -> selu(selu, x);
            case Celu celu -> "torch.celu(%s, %s)".formatted(x, Literal.number(celu.alpha()));
            case Gelu gelu ->
                "torch.gelu(%s, approximate=\"%s\")"
                        .formatted(x, gelu.approximate().name().toLowerCase(Locale.ROOT));
            case Sigmoid ignored -> "torch.sigmoid(" + x + ")";
            case HardSigmoid sigmoid -> hardSigmoid(sigmoid, x);
            case HardSwish ignored -> "torch.hardswish(" + x + ")";
            case Clip ignored -> clip(node, in, x);
            case Unary unary -> unary(unary.function(), x);
        };
    }

    private static String selu(Selu selu, String x) {
        return "torch.elu(%s, %s, %s)".formatted(x, Literal.number(selu.alpha()), Literal.number(selu.gamma()));
    }

    private static String hardSigmoid(HardSigmoid sigmoid, String x) {
        return sigmoid.equals(SIXTH)
                ? "torch.hardsigmoid(" + x + ")"
                : "torch.clamp(torch.add(torch.mul(%s, %s), %s), 0., 1.)"
                        .formatted(x, Literal.number(sigmoid.alpha()), Literal.number(sigmoid.beta()));
    }

    /// ATen's slope is one number, or one a channel; any other is multiplied.
    private static String prelu(Node node, Operands in, String x) {
        String slope = in.input(node, 1);
        Shape shape = in.shape(node, 1);
        int rank = in.shape(node, 0).rank();
        boolean perChannel = true;
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean one = shape.dim(axis).isFixed() && shape.dim(axis).size() == 1;
            perChannel &= one || rank - shape.rank() + axis == 1;
        }
        return perChannel && rank > 1
                ? "torch.prelu(%s, torch.reshape(%s, [-1]))".formatted(x, slope)
                : "torch.where(torch.ge(%1$s, 0), %1$s, torch.mul(%1$s, %2$s))".formatted(x, slope);
    }

    private static String clip(Node node, Operands in, String x) {
        Optional<Tensor> low = in.known(node, 1);
        Optional<Tensor> high = in.known(node, 2);
        boolean known = low.isPresent() == node.hasInput(1) && high.isPresent() == node.hasInput(2);
        if (isInterval(low, high)) {
            String function = in.isExpendable(node, 0) ? "hardtanh_" : "hardtanh";
            return "torch.%s(%s, %s, %s)".formatted(function, x, bound(low), bound(high));
        }
        return known
                ? "torch.clamp(%s, %s, %s)".formatted(x, bound(low), bound(high))
                : "torch.clamp(%s, %s, %s)".formatted(x, in.input(node, 1), in.input(node, 2));
    }

    /// Both bounds, the lower one first: then `hardtanh` is the same, and its gradient takes one pass where
    /// `clamp`'s takes four. (At the bounds themselves it is 0, `clamp`'s 1.)
    private static boolean isInterval(Optional<Tensor> low, Optional<Tensor> high) {
        return low.isPresent()
                && high.isPresent()
                && low.get().type().isFloating()
                && low.get().floats()[0] < high.get().floats()[0];
    }

    private static String bound(Optional<Tensor> scalar) {
        return scalar.map(bound ->
                        bound.type().isFloating() ? Literal.number(bound.floats()[0]) : Long.toString(bound.longs()[0]))
                .orElse(Operands.NONE);
    }

    private static String unary(Unary.Function function, String x) {
        return switch (function) {
            case ABS, CEIL, COS, ERF, EXP, FLOOR, LOG, MISH, NEG, RECIPROCAL, ROUND, SIN, SOFTPLUS, SQRT, TANH ->
                "torch.%s(%s)".formatted(function.name().toLowerCase(Locale.ROOT), x);
            case NOT -> "torch.logical_not(" + x + ")";
            case SIGN -> "torch.sign(" + x + ")";
            case SOFTSIGN -> "torch.div(%1$s, torch.add(torch.abs(%1$s), 1))".formatted(x);
        };
    }
}

package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import java.util.Optional;

/// Expressions of the functions of several tensors, element by element.
final class BroadcastScript {

    private BroadcastScript() {}

    static String of(Broadcast broadcast, Node node, Operands in) {
        return switch (broadcast) {
            case Arithmetic op -> arithmetic(op, node, in);
            case Comparison op -> two(comparison(op.relation()), node, in);
            case Logical op -> two(logical(op.connective()), node, in);
            case Variadic op -> variadic(op.function(), node, in);
            case Where ignored ->
                "torch.where(%s, %s, %s)".formatted(in.input(node, 0), in.input(node, 1), in.input(node, 2));
        };
    }

    private static String two(String function, Node node, Operands in) {
        return "torch.%s(%s, %s)".formatted(function, in.input(node, 0), in.input(node, 1));
    }

    private static String arithmetic(Arithmetic arithmetic, Node node, Operands in) {
        return switch (arithmetic) {
            case Add ignored -> two("add", node, in);
            case Sub ignored -> two("sub", node, in);
            case Mul ignored -> in.gated(node).map("torch.silu(%s)"::formatted).orElseGet(() -> two("mul", node, in));
            case Div ignored ->
                in.type(node.input(0)).isFloating()
                        ? two("div", node, in)
                        : "torch.div(%s, %s, rounding_mode=\"trunc\")".formatted(in.input(node, 0), in.input(node, 1));
            case Pow ignored -> pow(node, in);
            case Mod mod -> two(mod.fmod() ? "fmod" : "remainder", node, in);
        };
    }

    /// A constant exponent is a number, so that no logarithm of the base is taken for its gradient.
    private static String pow(Node node, Operands in) {
        Optional<Tensor> exponent = in.known(node, 1)
                .filter(tensor -> tensor.size() == 1 && tensor.type().isFloating());
        return exponent.map(
                        tensor -> "torch.pow(%s, %s)".formatted(in.input(node, 0), Literal.number(tensor.floats()[0])))
                .orElseGet(() -> two("pow", node, in));
    }

    private static String comparison(Comparison.Relation relation) {
        return switch (relation) {
            case EQUAL -> "eq";
            case GREATER -> "gt";
            case GREATER_OR_EQUAL -> "ge";
            case LESS -> "lt";
            case LESS_OR_EQUAL -> "le";
        };
    }

    private static String logical(Logical.Connective connective) {
        return switch (connective) {
            case AND -> "logical_and";
            case OR -> "logical_or";
            case XOR -> "logical_xor";
        };
    }

    private static String variadic(Variadic.Function function, Node node, Operands in) {
        return switch (function) {
            case MAX -> folded("maximum", node, in);
            case MIN -> folded("minimum", node, in);
            case SUM -> folded("add", node, in);
            case MEAN ->
                "torch.div(%s, %d)"
                        .formatted(folded("add", node, in), node.inputs().size());
        };
    }

    private static String folded(String function, Node node, Operands in) {
        String result = in.input(node, 0);
        for (int i = 1; i < node.inputs().size(); i++) {
            result = "torch.%s(%s, %s)".formatted(function, result, in.input(node, i));
        }
        return result;
    }
}

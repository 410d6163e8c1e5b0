package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Gemm;

/// Expressions of linear layers and of the distributions over their results.
final class ProductScript {

    private ProductScript() {}

    static String gemm(Gemm gemm, Node node, Operands in) {
        String left = gemm.transA() ? "torch.t(" + in.input(node, 0) + ")" : in.input(node, 0);
        String right = gemm.transB() ? "torch.t(" + in.input(node, 1) + ")" : in.input(node, 1);
        String product = scaled("torch.matmul(%s, %s)".formatted(left, right), gemm.alpha());
        String c = in.input(node, 2);
        return c.equals(Operands.NONE) ? product : "torch.add(%s, %s)".formatted(product, scaled(c, gemm.beta()));
    }

    private static String scaled(String tensor, float factor) {
        return factor == 1 ? tensor : "torch.mul(%s, %s)".formatted(tensor, Literal.number(factor));
    }

    /// @param flattened the axes from `axis` on are one
    static String softmax(String function, int axis, boolean flattened, String x) {
        return flattened
                ? "torch.reshape_as(%3$s(torch.flatten(%1$s, %2$d), -1), %1$s)".formatted(x, axis, function)
                : "%s(%s, %d)".formatted(function, x, axis);
    }
}

package io.espalier.torchscript.aten;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Transpose;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.List;
import java.util.Map;

/// Matrix products.
final class LinearOperators {

    private LinearOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("linear", LinearOperators::linear);
        into.put("addmm", LinearOperators::addmm);
        for (String product : List.of("matmul", "mm", "bmm")) {
            into.put(product, call -> call.graph().node(new MatMul(), call.tensor(0), call.tensor(1)));
        }
    }

    /// x Wᵀ + b with W `(out, in)`: a Gemm for a matrix x, which keeps W as it is; a product with Wᵀ for more axes.
    private static Value linear(Call call) {
        Symbol x = call.tensor(0);
        Symbol weight = call.tensor(1);
        Symbol bias = call.optionalTensor(2);
        GraphBuilder graph = call.graph();
        if (x.shape().rank() == 2) {
            return graph.node(new Gemm(1, 1, false, true), x, weight, bias);
        }
        Symbol product = graph.node(new MatMul(), x, graph.node(new Transpose(List.of(1, 0)), weight));
        return bias == GraphBuilder.ABSENT ? product : graph.node(new Add(), product, bias);
    }

    /// beta · c + alpha · a b.
    private static Value addmm(Call call) {
        float beta = factor(call.value("beta"));
        float alpha = factor(call.value("alpha"));
        return call.graph().node(new Gemm(alpha, beta, false, false), call.tensor(1), call.tensor(2), call.tensor(0));
    }

    private static float factor(Value value) {
        return Values.isNumber(value) ? (float) Values.real(value) : 1;
    }
}

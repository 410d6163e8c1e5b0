package io.espalier.torchscript.aten;

import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Unary.Function;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.Arrays;
import java.util.Map;

/// Functions of one tensor.
final class ActivationOperators {

    /// Operator sets since which an operator exists.
    private static final int GELU_SINCE = 20;

    private static final int MISH_SINCE = 18;

    private ActivationOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("relu", call -> of(call, new Relu()));
        into.put("relu6", call -> clip(call, 0, 6));
        into.put("hardtanh", call -> clip(call, call.real(1, -1), call.real(2, 1)));
        into.put("clamp", ActivationOperators::clamp);
        into.put("clamp_min", call -> clip(call, call.real(1, 0), Double.NaN));
        into.put("clamp_max", call -> clip(call, Double.NaN, call.real(1, 0)));
        into.put("sigmoid", call -> of(call, new Sigmoid()));
        into.put("silu", call -> call.graph().node(new Mul(), call.tensor(0), of(call, new Sigmoid())));
        into.put("hardsigmoid", call -> of(call, new HardSigmoid(1 / 6f, 0.5f)));
        into.put("hardswish", call -> of(call, new HardSwish()));
        into.put("leaky_relu", call -> of(call, new LeakyRelu((float) call.real(1, 0.01))));
        into.put("elu", ActivationOperators::elu);
        into.put("celu", call -> of(call, new Celu((float) call.real(1, 1))));
        into.put("selu", call -> of(call, Selu.standard()));
        into.put("gelu", ActivationOperators::gelu);
        into.put("mish", ActivationOperators::mish);
        into.put("softplus", ActivationOperators::softplus);
        into.put("prelu", ActivationOperators::prelu);
        into.put("softmax", call -> of(call, new Softmax(along(call), false)));
        into.put("log_softmax", call -> of(call, new LogSoftmax(along(call), false)));
        Map.of(
                        "tanh", Function.TANH,
                        "exp", Function.EXP,
                        "log", Function.LOG,
                        "sqrt", Function.SQRT,
                        "abs", Function.ABS,
                        "erf", Function.ERF,
                        "sin", Function.SIN,
                        "cos", Function.COS,
                        "reciprocal", Function.RECIPROCAL,
                        "softsign", Function.SOFTSIGN)
                .forEach((name, function) -> into.put(name, call -> of(call, new Unary(function))));
    }

    private static Symbol of(Call call, Operator operator) {
        return call.graph().node(operator, call.tensor(0));
    }

    private static int along(Call call) {
        return call.axis(1, 0, call.tensor(0).shape().rank());
    }

    private static Value clamp(Call call) {
        return clip(call, call.real(1, Double.NaN), call.real(2, Double.NaN));
    }

    /// @param lowest NaN for no bound; likewise `highest`
    private static Symbol clip(Call call, double lowest, double highest) {
        Symbol x = call.tensor(0);
        return call.graph().node(new Clip(), x, bound(call, lowest, x), bound(call, highest, x));
    }

    private static Symbol bound(Call call, double bound, Symbol like) {
        return Double.isNaN(bound) ? GraphBuilder.ABSENT : call.graph().scalar(bound, like);
    }

    private static Value elu(Call call) {
        if (call.real(2, 1) != 1 || call.real(3, 1) != 1) {
            throw new Unmapped("scales other than 1");
        }
        return of(call, new Elu((float) call.real(1, 1)));
    }

    private static Value gelu(Call call) {
        call.graph().requires(GELU_SINCE);
        boolean tanh = call.text("approximate", "none").equals("tanh");
        return of(call, new Gelu(tanh ? Gelu.Approximation.TANH : Gelu.Approximation.NONE));
    }

    private static Value mish(Call call) {
        call.graph().requires(MISH_SINCE);
        return of(call, new Unary(Function.MISH));
    }

    private static Value softplus(Call call) {
        if (call.real(1, 1) != 1) {
            throw new Unmapped("beta " + call.real(1, 1) + "; 1 maps");
        }
        return of(call, new Unary(Function.SOFTPLUS));
    }

    /// The slope has one element, or one a channel: then it gets axes of extent 1 after the channel's.
    private static Value prelu(Call call) {
        Symbol x = call.tensor(0);
        Symbol slope = call.tensor(1);
        long channels = slope.shape().dim(0).size();
        if (channels > 1 && x.shape().rank() > 2) {
            long[] shape = new long[x.shape().rank() - 1];
            Arrays.fill(shape, 1);
            shape[0] = channels;
            slope = call.graph().node(new Reshape(false), slope, call.graph().integers(shape));
        }
        return call.graph().node(new PRelu(), x, slope);
    }
}

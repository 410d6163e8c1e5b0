package io.espalier.torchscript.aten;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Variadic;
import io.espalier.torchscript.aten.ScalarArithmetic.Binary;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.List;
import java.util.Map;

/// Reductions over axes: `(x, axes, keepdim)`, or `(x)` for all of them.
final class ReductionOperators {

    private ReductionOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("mean", call -> reduce(call, Reduce.Kind.MEAN));
        into.put("sum", call -> reduce(call, Reduce.Kind.SUM));
        into.put("amax", call -> reduce(call, Reduce.Kind.MAX));
        into.put("amin", call -> reduce(call, Reduce.Kind.MIN));
        into.put("logsumexp", call -> reduce(call, Reduce.Kind.LOG_SUM_EXP));
        into.put("max", call -> extreme(call, Reduce.Kind.MAX, ArgReduce.Kind.MAX, Binary.MAX, Variadic.Function.MAX));
        into.put("min", call -> extreme(call, Reduce.Kind.MIN, ArgReduce.Kind.MIN, Binary.MIN, Variadic.Function.MIN));
        into.put("argmax", call -> argument(call, ArgReduce.Kind.MAX));
        into.put("argmin", call -> argument(call, ArgReduce.Kind.MIN));
    }

    private static Symbol reduce(Call call, Reduce.Kind kind) {
        List<Long> axes = call.integers(1);
        Reduce operator = new Reduce(kind, call.flag(2, false), false);
        GraphBuilder graph = call.graph();
        return axes.isEmpty()
                ? graph.node(operator, call.tensor(0))
                : graph.node(
                        operator,
                        call.tensor(0),
                        graph.integers(axes.stream().mapToLong(Long::longValue).toArray()));
    }

    /// Of two numbers or tensors, of a whole tensor, or along an axis with the indices: `(x)`, `(x, y)`, `(x,
    /// axis)`.
    private static Value extreme(
            Call call, Reduce.Kind kind, ArgReduce.Kind index, Binary scalar, Variadic.Function between) {
        boolean alongAxis = call.arguments().size() > 1 && Values.isNumber(call.value(1));
        if (Values.isNumber(call.value(0))) {
            return ScalarArithmetic.apply(scalar, call.value(0), call.value(1))
                    .orElseThrow(() -> new Unmapped("of a number and a tensor"));
        }
        if (alongAxis) {
            return new Value.Sequence(List.of(reduce(call, kind), argument(call, index)), true);
        }
        return call.arguments().size() > 1
                ? call.graph().node(new Variadic(between), call.tensor(0), call.tensor(1))
                : reduce(call, kind);
    }

    private static Symbol argument(Call call, ArgReduce.Kind kind) {
        if (call.isNone(1)) {
            throw new Unmapped("over all axes; give one");
        }
        int axis = call.axis(1, 0, call.tensor(0).shape().rank());
        ArgReduce operator = new ArgReduce(kind, axis, call.flag(2, false), false);
        return call.graph().node(ElementType.INT64, operator, call.tensor(0));
    }
}

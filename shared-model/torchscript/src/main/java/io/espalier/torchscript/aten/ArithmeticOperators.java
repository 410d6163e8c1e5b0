package io.espalier.torchscript.aten;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import io.espalier.torchscript.aten.ScalarArithmetic.Binary;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.Map;

/// Element-wise arithmetic of tensors with tensors and numbers; of numbers alone, [ScalarArithmetic].
final class ArithmeticOperators {

    private ArithmeticOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("add", call -> sum(call, Binary.ADD, new Add()));
        into.put("sub", call -> sum(call, Binary.SUB, new Sub()));
        into.put("rsub", ArithmeticOperators::reversed);
        into.put("mul", call -> binary(call, Binary.MUL, new Mul()));
        into.put("div", ArithmeticOperators::quotient);
        into.put("true_divide", ArithmeticOperators::quotient);
        into.put("floordiv", ArithmeticOperators::floored);
        into.put("floor_divide", ArithmeticOperators::floored);
        into.put("remainder", ArithmeticOperators::remainder);
        into.put("pow", call -> binary(call, Binary.POW, new Pow()));
        into.put("maximum", call -> binary(call, Binary.MAX, new Variadic(Variadic.Function.MAX)));
        into.put("minimum", call -> binary(call, Binary.MIN, new Variadic(Variadic.Function.MIN)));
        into.put("neg", ArithmeticOperators::negative);
        into.put("square", call -> call.graph().node(new Mul(), call.tensor(0), call.tensor(0)));
        into.put("rsqrt", call -> call.graph().node(unary(Unary.Function.RECIPROCAL), root(call)));
        into.put("where", ArithmeticOperators::where);
        comparison(into, "eq", ScalarArithmetic.Relation.EQ, Comparison.Relation.EQUAL);
        comparison(into, "lt", ScalarArithmetic.Relation.LT, Comparison.Relation.LESS);
        comparison(into, "le", ScalarArithmetic.Relation.LE, Comparison.Relation.LESS_OR_EQUAL);
        comparison(into, "gt", ScalarArithmetic.Relation.GT, Comparison.Relation.GREATER);
        comparison(into, "ge", ScalarArithmetic.Relation.GE, Comparison.Relation.GREATER_OR_EQUAL);
        into.put("ne", ArithmeticOperators::unequal);
    }

    private static Value sum(Call call, Binary scalar, Operator operator) {
        if (scalar == Binary.ADD && call.value(0) instanceof Value.Sequence left) {
            java.util.List<Value> items = new java.util.ArrayList<>(left.items());
            items.addAll(call.items(1));
            return Values.list(items);
        }
        return ScalarArithmetic.apply(scalar, call.value(0), call.value(1)).orElseGet(() -> {
            Value alpha = call.value("alpha");
            Symbol left = operand(call, 0, 1);
            Symbol right = operand(call, 1, 0);
            boolean scaled = Values.isNumber(alpha) && Values.real(alpha) != 1;
            GraphBuilder graph = call.graph();
            return combine(
                    graph,
                    operator,
                    left,
                    scaled ? graph.node(new Mul(), right, graph.scalar(Values.real(alpha), right)) : right);
        });
    }

    private static Value reversed(Call call) {
        if (call.value("alpha") instanceof Scalar.None) {
            return combine(call.graph(), new Sub(), operand(call, 1, 0), operand(call, 0, 1));
        }
        throw new Unmapped("rsub with alpha");
    }

    private static Value binary(Call call, Binary scalar, Operator operator) {
        return ScalarArithmetic.apply(scalar, call.value(0), call.value(1))
                .orElseGet(() -> combine(call.graph(), operator, operand(call, 0, 1), operand(call, 1, 0)));
    }

    private static Value quotient(Call call) {
        if (call.value("rounding_mode") instanceof Scalar.Text mode) {
            if (!mode.value().equals("floor")) {
                throw new Unmapped("rounding_mode '" + mode.value() + "'");
            }
            return floored(call);
        }
        return binary(call, Binary.DIV, new Div());
    }

    private static Value floored(Call call) {
        return ScalarArithmetic.apply(Binary.FLOOR_DIVIDE, call.value(0), call.value(1))
                .orElseGet(() -> call.graph()
                        .node(
                                unary(Unary.Function.FLOOR),
                                combine(call.graph(), new Div(), operand(call, 0, 1), operand(call, 1, 0))));
    }

    private static Value remainder(Call call) {
        return ScalarArithmetic.apply(Binary.REMAINDER, call.value(0), call.value(1))
                .orElseThrow(() -> new Unmapped("of tensors"));
    }

    private static Value negative(Call call) {
        return switch (call.value(0)) {
            case Scalar.Int number -> new Scalar.Int(-number.value());
            case Scalar.Real number -> new Scalar.Real(-number.value());
            case Value tensor -> call.graph().node(unary(Unary.Function.NEG), call.tensor(tensor));
        };
    }

    private static Symbol root(Call call) {
        return call.graph().node(unary(Unary.Function.SQRT), call.tensor(0));
    }

    private static Value where(Call call) {
        Symbol left = operand(call, 1, 2);
        return call.graph().node(left.type(), new Where(), call.tensor(0), left, operand(call, 2, 1));
    }

    private static void comparison(
            Map<String, Emitter> into, String name, ScalarArithmetic.Relation scalar, Comparison.Relation relation) {
        into.put(name, call -> ScalarArithmetic.compare(scalar, call.value(0), call.value(1))
                .orElseGet(() -> related(call, relation)));
    }

    private static Value unequal(Call call) {
        return ScalarArithmetic.compare(ScalarArithmetic.Relation.NE, call.value(0), call.value(1))
                .orElseGet(
                        () -> call.graph().node(unary(Unary.Function.NOT), related(call, Comparison.Relation.EQUAL)));
    }

    private static Symbol related(Call call, Comparison.Relation relation) {
        return call.graph().node(ElementType.BOOL, new Comparison(relation), operand(call, 0, 1), operand(call, 1, 0));
    }

    /// An argument as a tensor; a number becomes one of the element type of the other argument.
    private static Symbol operand(Call call, int position, int other) {
        Value value = call.value(position);
        return Values.isNumber(value)
                ? call.graph().scalar(Values.real(value), call.tensor(other))
                : call.tensor(value);
    }

    /// With operands of different element types both become float32, as in PyTorch where one of them is.
    private static Symbol combine(GraphBuilder graph, Operator operator, Symbol left, Symbol right) {
        boolean mixed = left.type() != right.type();
        return graph.node(operator, mixed ? toFloat(graph, left) : left, mixed ? toFloat(graph, right) : right);
    }

    static Symbol toFloat(GraphBuilder graph, Symbol tensor) {
        return tensor.type() == ElementType.FLOAT
                ? tensor
                : graph.node(ElementType.FLOAT, new Cast(ElementType.FLOAT, true), tensor);
    }

    static Unary unary(Unary.Function function) {
        return new Unary(function);
    }
}

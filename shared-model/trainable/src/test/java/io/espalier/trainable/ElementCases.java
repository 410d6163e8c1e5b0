package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.on;
import static io.espalier.trainable.OperatorCase.ramp;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of one or more tensors, element by element.
final class ElementCases {

    private static final Cast TO_FLOAT = new Cast(ElementType.FLOAT, true);
    private static final Cast TO_LONG = new Cast(ElementType.INT64, true);

    private ElementCases() {}

    static List<OperatorCase> activations() {
        return List.of(
                of("Relu", new Relu()),
                of("LeakyRelu", new LeakyRelu(0.3f)),
                of("PRelu one slope", new PRelu(), Tensor.ofFloats(new long[] {1}, 0.3f)),
                of("PRelu per channel", new PRelu(), ramp(3, 1, 1)),
                of("PRelu per column", new PRelu(), ramp(7)),
                of("Elu", new Elu(0.7f)),
                of("Selu", Selu.standard()),
                of("Selu own constants", new Selu(1.2f, 0.8f)),
                of("Celu", new Celu(0.6f)),
                of("Gelu erf", new Gelu(Gelu.Approximation.NONE)),
                of("Gelu tanh", new Gelu(Gelu.Approximation.TANH)),
                of("Sigmoid", new Sigmoid()),
                of("HardSigmoid", new HardSigmoid(0.3f, 0.4f)),
                of("HardSigmoid 1/6", new HardSigmoid(1f / 6, 0.5f)),
                of("HardSwish", new HardSwish()),
                of("Clip both", new Clip(), Tensor.ofScalar(-0.25f), Tensor.ofScalar(0.75f)),
                of("Clip below", new Clip(), Tensor.ofScalar(0.5f)),
                on("Clip above", new Clip(), List.of(IMAGE, "", "high"), Map.of("high", Tensor.ofScalar(0.5f))),
                of("Clip to infinity", new Clip(), Tensor.ofScalar(0f), Tensor.ofScalar(Float.POSITIVE_INFINITY)),
                silu());
    }

    /// Written as one function where the gate's input is the other factor.
    private static OperatorCase silu() {
        Node gate = new Node("gate", new Sigmoid(), List.of(IMAGE), List.of("g"));
        Node product = new Node("product", new Mul(), List.of(IMAGE, "g"), List.of("p"));
        Node both = new Node("both", new Add(), List.of("p", "g"), List.of("y"));
        return OperatorCase.of("x times sigmoid", List.of(gate, product, both), Map.of());
    }

    static List<OperatorCase> unary() {
        List<OperatorCase> cases = new ArrayList<>();
        for (Unary.Function function : Unary.Function.values()) {
            Unary unary = new Unary(function);
            cases.add(
                    switch (function) {
                        case LOG, SQRT, RECIPROCAL ->
                            of(function.type(), new Sigmoid()).then(unary);
                        case NOT -> greater(function.type()).then(unary).then(TO_FLOAT);
                        case ABS, CEIL, COS, ERF, EXP, FLOOR, MISH, NEG, ROUND, SIGN, SIN, SOFTPLUS, SOFTSIGN, TANH ->
                            of(function.type(), unary);
                    });
        }
        return cases;
    }

    static List<OperatorCase> arithmetic() {
        Tensor perChannel = ramp(3, 1, 1);
        Tensor two = Tensor.ofScalar(2f);
        Tensor threes = Tensor.ofLongs(new long[] {1}, 3);
        return List.of(
                of("Add", new Add(), perChannel),
                of("Add a row", new Add(), ramp(7)),
                of("Sub", new Sub(), perChannel),
                on("Sub from", new Sub(), List.of("c", IMAGE), Map.of("c", perChannel)),
                of("Mul", new Mul(), perChannel),
                on("Mul by itself", new Mul(), List.of(IMAGE, IMAGE), Map.of()),
                of("Div", new Div(), perChannel),
                on("Div through", new Div(), List.of("c", IMAGE), Map.of("c", perChannel)),
                of("Div of integers", new Mul(), Tensor.ofScalar(9f))
                        .then(TO_LONG)
                        .then(new Div(), threes)
                        .then(TO_FLOAT),
                of("Pow squared", new Pow(), two),
                of("Pow cubed", new Pow(), Tensor.ofFloats(new long[] {1}, 3)),
                of("Pow by integer", new Pow(), Tensor.ofScalar(2L)),
                of("Pow per channel", new Sigmoid()).then(new Pow(), perChannel),
                of("Mod as in C", new Mod(true), Tensor.ofScalar(0.4f)),
                of("Mod of integers", new Mul(), Tensor.ofScalar(9f))
                        .then(TO_LONG)
                        .then(new Mod(false), threes)
                        .then(TO_FLOAT));
    }

    static List<OperatorCase> comparisons() {
        List<OperatorCase> cases = new ArrayList<>();
        for (Comparison.Relation relation : Comparison.Relation.values()) {
            cases.add(of(relation.type(), new Unary(Unary.Function.ROUND))
                    .then(new Comparison(relation), Tensor.ofScalar(1f))
                    .then(TO_FLOAT));
        }
        for (Logical.Connective connective : Logical.Connective.values()) {
            Tensor columns = Tensor.ofRaw(ElementType.BOOL, new long[] {7}, new byte[] {1, 0, 1, 1, 0, 0, 1});
            cases.add(greater(connective.type())
                    .then(new Logical(connective), columns)
                    .then(TO_FLOAT));
        }
        cases.add(greater("Greater as it is").giving(ElementType.BOOL));
        cases.add(of("Cast to int64", TO_LONG).giving(ElementType.INT64));
        cases.add(
                of("Cast to int32 and back", new Cast(ElementType.INT32, true)).then(TO_FLOAT));
        cases.add(of("Cast to double and back", new Cast(ElementType.DOUBLE, true))
                .then(TO_FLOAT));
        return cases;
    }

    static List<OperatorCase> several() {
        List<OperatorCase> cases = new ArrayList<>();
        for (Variadic.Function function : Variadic.Function.values()) {
            Operator variadic = new Variadic(function);
            cases.add(of(function.type() + " of one", variadic));
            cases.add(of(function.type() + " of three", variadic, ramp(3, 1, 1), ramp(7)));
        }
        Node condition =
                new Node("greater", new Comparison(Comparison.Relation.GREATER), List.of(IMAGE, "c"), List.of("g"));
        Node chosen = new Node("tested", new Where(), List.of("g", IMAGE, "c"), List.of("y"));
        cases.add(OperatorCase.of("Where computed", List.of(condition, chosen), Map.of("c", ramp(3, 1, 1))));
        Tensor columns = Tensor.ofRaw(ElementType.BOOL, new long[] {7}, new byte[] {1, 0, 1, 1, 0, 0, 1});
        cases.add(on(
                "Where constant",
                new Where(),
                List.of("columns", IMAGE, "c"),
                Map.of("columns", columns, "c", Tensor.ofScalar(0.5f))));
        return cases;
    }

    /// A result may be written over the sum only where nothing else reads the sum.
    static List<OperatorCase> overwritten() {
        Node sum = new Node("sum", new Add(), List.of(IMAGE, "c"), List.of("s"));
        Node relu = new Node("relu", new Relu(), List.of("s"), List.of("r"));
        Map<String, Tensor> constants = Map.of("c", ramp(3, 1, 1));
        Node onceMore = new Node("again", new Add(), List.of("r", "s"), List.of("y"));
        Node image = new Node("image again", new Add(), List.of("r", IMAGE), List.of("y"));
        return List.of(
                OperatorCase.of("Relu of what is read once", List.of(sum, relu, image), constants),
                OperatorCase.of("Relu of what is read again", List.of(sum, relu, onceMore), constants));
    }

    private static OperatorCase greater(String name) {
        return of(name, new Comparison(Comparison.Relation.GREATER), Tensor.ofScalar(0.1f));
    }

    private static OperatorCase of(String name, Operator operator, Tensor... constants) {
        return OperatorCase.onImage(name, operator, constants);
    }
}

package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.onImage;
import static io.espalier.trainable.OperatorCase.ramp;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What exporters leave around the operators; each makes something that is added to the image.
final class ScaffoldCases {

    private static final Cast TO_FLOAT = new Cast(ElementType.FLOAT, true);

    private ScaffoldCases() {}

    static List<OperatorCase> all() {
        Tensor row = Tensor.ofVector(3, 4, 1, 2, 5, 7, 9);
        return List.of(
                onImage("Identity", new Identity()),
                onImage("Dropout", new Dropout(0)),
                added("Constant", Map.of(), node(new Constant(ramp(7)), "made")),
                added(
                        "Shape of the image",
                        Map.of("row", ramp(7)),
                        node(new ShapeOf(0, ShapeOf.ALL), "extents", IMAGE),
                        node(new Expand(), "made", "row", "extents")),
                added(
                        "ConstantOfShape of the image's",
                        Map.of(),
                        node(new ShapeOf(0, ShapeOf.ALL), "extents", IMAGE),
                        node(new ConstantOfShape(Tensor.ofFloats(new long[] {1}, 0.5f)), "made", "extents")),
                added(
                        "Size of a table",
                        Map.of("table", ramp(2, 3)),
                        node(new SizeOf(), "count", "table"),
                        node(TO_FLOAT, "made", "count")),
                added(
                        "Range of a row",
                        Map.of("first", Tensor.ofScalar(1f), "past", Tensor.ofScalar(8f), "by", Tensor.ofScalar(1f)),
                        node(new Range(), "made", "first", "past", "by")),
                added(
                        "NonZero of a constant",
                        Map.of("row", row),
                        node(new NonZero(), "places", "row"),
                        node(TO_FLOAT, "made", "places")));
    }

    private static Node node(Operator operator, String output, String... inputs) {
        return new Node(output, operator, List.of(inputs), List.of(output));
    }

    private static OperatorCase added(String name, Map<String, Tensor> constants, Node... nodes) {
        List<Node> all = new ArrayList<>(List.of(nodes));
        all.add(node(new Add(), OperatorCase.RESULT, IMAGE, "made"));
        return OperatorCase.of(name, all, constants);
    }
}

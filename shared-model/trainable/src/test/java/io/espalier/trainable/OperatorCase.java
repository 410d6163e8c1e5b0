package io.espalier.trainable;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operator, or a few in a row, on images `(batch, 3, 7, 7)`.
///
/// @param name      what of the operator is tried
/// @param nodes     from the image to `y`
/// @param constants of the nodes, by name
/// @param type      of `y`
/// @param opset     operator set of the file
record OperatorCase(String name, List<Node> nodes, Map<String, Tensor> constants, ElementType type, int opset) {

    static final String IMAGE = "image";
    static final String RESULT = "y";

    private static final int OPSET = 22;

    static OperatorCase of(String name, List<Node> nodes, Map<String, Tensor> constants) {
        return new OperatorCase(name, nodes, constants, ElementType.FLOAT, OPSET);
    }

    /// The operator on the image and constants.
    static OperatorCase onImage(String name, Operator operator, Tensor... constants) {
        return new OperatorCase(name, List.of(), Map.of(), ElementType.FLOAT, OPSET).then(operator, constants);
    }

    /// The operator on named values: the image, or constants.
    static OperatorCase on(String name, Operator operator, List<String> inputs, Map<String, Tensor> constants) {
        return of(name, List.of(new Node("tested", operator, inputs, List.of(RESULT))), constants);
    }

    /// One more operator behind, on what was `y` and constants.
    OperatorCase then(Operator operator, Tensor... added) {
        List<Node> longer = new ArrayList<>();
        String last = IMAGE;
        for (Node node : nodes) {
            boolean result = node.outputs().contains(RESULT);
            last = result ? "t" + nodes.size() : last;
            longer.add(result ? node.withOutputs(List.of(last)) : node);
        }
        List<String> inputs = new ArrayList<>(List.of(last));
        Map<String, Tensor> all = new LinkedHashMap<>(constants);
        for (Tensor constant : added) {
            String constantName = "c" + all.size();
            inputs.add(constantName);
            all.put(constantName, constant);
        }
        longer.add(new Node("tested" + nodes.size(), operator, inputs, List.of(RESULT)));
        return new OperatorCase(name, longer, all, type, opset);
    }

    OperatorCase giving(ElementType result) {
        return new OperatorCase(name, nodes, constants, result, opset);
    }

    OperatorCase in(int operatorSet) {
        return new OperatorCase(name, nodes, constants, type, operatorSet);
    }

    Graph graph() {
        Shape images = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(Networks.IMAGE), Dim.of(Networks.IMAGE));
        ValueInfo image = new ValueInfo(IMAGE, ElementType.FLOAT, images);
        Graph untyped = new Graph("one", List.of(image), List.of(), nodes, constants, ModelHeader.of(opset));
        Shape result = ShapeInference.infer(untyped).getOrDefault(RESULT, Shape.of(new long[] {0}));
        ValueInfo output = new ValueInfo(RESULT, type, result);
        return new Graph("one", List.of(image), List.of(output), nodes, constants, ModelHeader.of(opset));
    }

    static Batch batch(int size) {
        return Networks.batch(size, 9);
    }

    /// Values between -1 and 1 that are all different and none 0.
    static Tensor ramp(long... shape) {
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((i % 2 == 0 ? 1 : -1) * (i + 1.0) / (size + 1));
        }
        return Tensor.ofFloats(shape, values);
    }

    @Override
    public String toString() {
        return name;
    }
}

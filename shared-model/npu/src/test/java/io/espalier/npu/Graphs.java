package io.espalier.npu;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Operator;
import java.util.List;
import java.util.Map;

/// Graphs for the tests of this module.
final class Graphs {

    private Graphs() {}

    /// One node, called `node`, of an `image` and a `weight`.
    static Graph of(Operator operator, List<String> inputs, long[] image, Tensor weight) {
        Node node = new Node("node", operator, inputs, List.of("result"));
        return chain(Shape.of(image), List.of(node), Map.of("weight", weight));
    }

    /// @param nodes the last one's output is the graph's
    static Graph chain(Shape image, List<Node> nodes, Map<String, Tensor> initializers) {
        String result = nodes.get(nodes.size() - 1).output();
        return new Graph(
                "test",
                List.of(new ValueInfo("image", ElementType.FLOAT, image)),
                List.of(new ValueInfo(result, ElementType.FLOAT, new Shape(List.of()))),
                nodes,
                initializers,
                ModelHeader.of(17));
    }
}

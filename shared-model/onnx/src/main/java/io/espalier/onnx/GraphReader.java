package io.espalier.onnx;

import io.espalier.onnx.op.Attributes;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.OperatorTypes;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import io.espalier.onnx.proto.TensorProto;
import io.espalier.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a parsed model file into a [Graph].
final class GraphReader {

    private final ExternalTensors external;

    GraphReader(ExternalTensors external) {
        this.external = external;
    }

    Graph read(ModelProto model) {
        ModelHeader header = HeaderCodec.read(model);
        GraphProto graph = model.getGraph();
        if (graph.getSparseInitializerCount() > 0) {
            throw Invalid.model("The graph has sparse initializers; export the model with dense weights");
        }
        Map<String, Tensor> initializers = initializers(graph);
        OlderForms.Lifted lifted = OlderForms.lift(graph, header.opset(), initializers);
        UnsupportedOperators.refuse(lifted.nodes(), header.opset());
        initializers.putAll(lifted.constants());
        List<Node> nodes = new ArrayList<>();
        for (NodeProto node : lifted.nodes()) {
            nodes.add(node(node, header.opset()));
        }
        List<ValueInfo> inputs = inputs(graph, initializers);
        Graph withoutOutputs = new Graph(graph.getName(), inputs, List.of(), nodes, initializers, header);
        List<ValueInfo> outputs = outputs(graph, withoutOutputs);
        return new Graph(graph.getName(), inputs, outputs, nodes, initializers, values(graph), header);
    }

    private Map<String, Tensor> initializers(GraphProto graph) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            String label = "initializer '" + tensor.getName() + "'";
            if (initializers.put(tensor.getName(), TensorCodec.read(tensor, label, external)) != null) {
                throw Invalid.model("The " + label + " is defined twice; names must be unique");
            }
        }
        return initializers;
    }

    private Node node(NodeProto node, int opset) {
        String label = Node.label(node.getOpType(), node.getName(), node.getOutputList());
        Operator operator = OperatorTypes.read(node.getOpType(), new Attributes(node, label, opset, external))
                .orElseThrow(() -> Invalid.unsupported(label));
        return new Node(node.getName(), operator, node.getInputList(), node.getOutputList(), node.getDocString());
    }

    /// Graph inputs that have an initializer are constants (in files older than IR version 4, all of them have one).
    private static List<ValueInfo> inputs(GraphProto graph, Map<String, Tensor> initializers) {
        List<ValueInfo> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!initializers.containsKey(input.getName())) {
                inputs.add(ValueInfoCodec.read(input)
                        .orElseThrow(() -> Invalid.model("The graph input '" + input.getName()
                                + "' must be a tensor with element type and shape")));
            }
        }
        return inputs;
    }

    /// An output whose shape the file does not state gets the inferred one.
    private static List<ValueInfo> outputs(GraphProto graph, Graph withoutOutputs) {
        List<ValueInfo> outputs = new ArrayList<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            outputs.add(ValueInfoCodec.read(output).orElseGet(() -> inferred(output, withoutOutputs)));
        }
        if (outputs.isEmpty()) {
            throw Invalid.model("The graph has no output");
        }
        return outputs;
    }

    private static ValueInfo inferred(ValueInfoProto output, Graph graph) {
        ElementType type = ElementType.of(output.getType().getTensorType().getElemType())
                .orElseThrow(() -> Invalid.model(
                        "The graph output '" + output.getName() + "' must be a tensor with an element type"));
        Shape shape = ShapeInference.infer(graph).get(output.getName());
        if (shape == null) {
            throw Invalid.model("The graph output '" + output.getName() + "' is not the output of a node");
        }
        return new ValueInfo(output.getName(), type, shape, output.getDocString());
    }

    private static List<ValueInfo> values(GraphProto graph) {
        return graph.getValueInfoList().stream()
                .map(ValueInfoCodec::read)
                .flatMap(Optional::stream)
                .toList();
    }
}

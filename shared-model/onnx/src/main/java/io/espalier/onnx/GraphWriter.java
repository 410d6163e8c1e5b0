package io.espalier.onnx;

import io.espalier.onnx.op.AttributeWriter;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import java.util.LinkedHashMap;
import java.util.Map;

/// Turns a [Graph] into a model file's message.
final class GraphWriter {

    /// Before this version of the format, every initializer had to be a graph input too.
    private static final int INITIALIZERS_STAND_ALONE = 4;

    private GraphWriter() {}

    static ModelProto write(Graph graph) {
        ModelProto.Builder model = ModelProto.newBuilder();
        HeaderCodec.write(graph.header(), model);
        GraphProto.Builder proto = model.getGraphBuilder().setName(graph.name());
        HeaderCodec.text(graph.header().graphDoc(), proto::setDocString);
        OlderNodes older = new OlderNodes(graph);
        graph.nodes().forEach(node -> proto.addNode(older.write(node(node))));
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        initializers.keySet().removeIf(older::isGone);
        initializers.forEach((name, tensor) -> proto.addInitializer(TensorCodec.write(name, tensor)));
        graph.inputs().forEach(input -> proto.addInput(ValueInfoCodec.write(input)));
        if (graph.header().irVersion() < INITIALIZERS_STAND_ALONE) {
            initializers.forEach((name, tensor) -> proto.addInput(ValueInfoCodec.write(info(name, tensor))));
        }
        graph.outputs().forEach(output -> proto.addOutput(ValueInfoCodec.write(output)));
        graph.values().forEach(value -> proto.addValueInfo(ValueInfoCodec.write(value)));
        return model.build();
    }

    private static ValueInfo info(String name, Tensor tensor) {
        return new ValueInfo(name, tensor.type(), Shape.of(tensor.shape()));
    }

    private static NodeProto node(Node node) {
        AttributeWriter attributes = new AttributeWriter();
        node.operator().write(attributes);
        NodeProto.Builder proto = NodeProto.newBuilder()
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs())
                .setOpType(node.operator().type())
                .addAllAttribute(attributes.attributes());
        HeaderCodec.text(node.name(), proto::setName);
        HeaderCodec.text(node.docString(), proto::setDocString);
        return proto.build();
    }
}

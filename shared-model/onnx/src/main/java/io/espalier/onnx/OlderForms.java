package io.espalier.onnx;

import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.AttributeProto.AttributeType;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lifts the nodes of older operator sets to the form that their operators have now: attributes that became inputs are
/// read as inputs, their values as initializers named `<output>.<attribute>`. So a consumer meets one form only;
/// [OlderNodes] writes the file's own form back.
final class OlderForms {

    private final GraphProto graph;
    private final int opset;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, Tensor> initializers;

    private OlderForms(GraphProto graph, int opset, Map<String, Tensor> initializers) {
        this.graph = graph;
        this.opset = opset;
        this.initializers = initializers;
        names.addAll(initializers.keySet());
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    }

    /// @param constants values of attributes that are inputs now, by their new names
    record Lifted(List<NodeProto> nodes, Map<String, Tensor> constants) {}

    static Lifted lift(GraphProto graph, int opset, Map<String, Tensor> initializers) {
        OlderForms forms = new OlderForms(graph, opset, initializers);
        List<NodeProto> nodes = graph.getNodeList().stream().map(forms::lift).toList();
        return new Lifted(nodes, forms.constants);
    }

    private NodeProto lift(NodeProto node) {
        if (MovedAttribute.isOldResize(node.getOpType(), opset)) {
            return resize(node);
        }
        NodeProto.Builder lifted = node.toBuilder();
        for (MovedAttribute moved : MovedAttribute.of(node.getOpType(), opset)) {
            value(node, moved).ifPresent(tensor -> {
                String name = fresh(node.getOutput(0) + "." + moved.attribute());
                constants.put(name, tensor);
                place(lifted, moved.input(), name);
                drop(lifted, moved.attribute());
            });
        }
        return lifted.build();
    }

    private static Optional<Tensor> value(NodeProto node, MovedAttribute moved) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(moved.attribute()))
                .findFirst()
                .map(attribute -> tensor(attribute, moved, node));
    }

    private static Tensor tensor(AttributeProto attribute, MovedAttribute moved, NodeProto node) {
        AttributeType type = moved.kind().type();
        if (attribute.getType() != type && attribute.getType() != AttributeType.UNDEFINED) {
            throw Invalid.model(Node.label(node.getOpType(), node.getName(), node.getOutputList()) + ": attribute '"
                    + attribute.getName() + "' must be of type " + type + ", was " + attribute.getType());
        }
        return moved.kind().tensor(attribute);
    }

    private String fresh(String base) {
        String name = base;
        while (!names.add(name)) {
            name += "_";
        }
        return name;
    }

    private static void place(NodeProto.Builder node, int position, String name) {
        while (node.getInputCount() <= position) {
            node.addInput("");
        }
        node.setInput(position, name);
    }

    private static void drop(NodeProto.Builder node, String attribute) {
        List<AttributeProto> kept = new ArrayList<>(node.getAttributeList());
        kept.removeIf(candidate -> candidate.getName().equals(attribute));
        node.clearAttribute().addAllAttribute(kept);
    }

    /// Upsample-9 and Resize-10 take `x, scales`, and sample at i / s without rounding up.
    private NodeProto resize(NodeProto node) {
        String scales = node.getInputCount() > 1 ? node.getInput(1) : "";
        NodeProto.Builder lifted = node.toBuilder().setOpType("Resize").clearInput();
        lifted.addInput(node.getInput(0)).addInput("").addInput(scales);
        text(lifted, "coordinate_transformation_mode", "asymmetric");
        text(lifted, "nearest_mode", shrinks(node, scales) ? "ceil" : "floor");
        return lifted.build();
    }

    /// ONNX Runtime's nearest neighbour of these operator sets is the one before, but the one after where it shrinks.
    private boolean shrinks(NodeProto node, String scales) {
        boolean shrinks = false;
        boolean grows = false;
        for (float scale : constant(scales).map(Tensor::floats).orElse(new float[0])) {
            shrinks |= scale < 1;
            grows |= scale > 1;
        }
        if (shrinks && grows) {
            throw Invalid.unsupported(Node.label(node.getOpType(), node.getName(), node.getOutputList())
                    + ": scales must be all >= 1 or all <= 1 before operator set 11; export the model with opset 17");
        }
        return shrinks;
    }

    private Optional<Tensor> constant(String name) {
        Tensor initializer = initializers.get(name);
        return initializer != null
                ? Optional.of(initializer)
                : graph.getNodeList().stream()
                        .filter(node -> node.getOpType().equals("Constant")
                                && node.getOutput(0).equals(name))
                        .flatMap(node -> node.getAttributeList().stream())
                        .map(attribute -> TensorCodec.read(attribute.getT(), name, ExternalTensors.NONE))
                        .findFirst();
    }

    private static void text(NodeProto.Builder node, String name, String value) {
        node.addAttribute(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(com.google.protobuf.ByteString.copyFromUtf8(value)));
    }
}

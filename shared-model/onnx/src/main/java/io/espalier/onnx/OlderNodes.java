package io.espalier.onnx;

import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes nodes as an older operator set has them: the inverse of [OlderForms].
final class OlderNodes {

    private static final Set<String> KEPT_BY_UPSAMPLE = Set.of("mode");

    private final int opset;
    private final Map<String, Tensor> initializers;
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> inputs = new HashSet<>();

    OlderNodes(Graph graph) {
        this.opset = graph.header().opset();
        this.initializers = graph.initializers();
        graph.outputs().forEach(output -> inputs.add(output.name()));
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if the operator set has no such node
    NodeProto write(NodeProto node) {
        NodeProto.Builder written = node.toBuilder();
        if (opset <= 10 && node.getOpType().equals("Resize")) {
            resize(written);
        }
        for (MovedAttribute moved : MovedAttribute.of(node.getOpType(), opset)) {
            if (moved.input() < written.getInputCount()
                    && !written.getInput(moved.input()).isEmpty()) {
                written.addAttribute(attribute(node, moved));
                attributes.add(written.getInput(moved.input()));
                written.setInput(moved.input(), "");
            }
        }
        trim(written);
        inputs.addAll(written.getInputList());
        return written.build();
    }

    /// Whether an initializer stands in attributes only, once all nodes are written.
    boolean isGone(String initializer) {
        return attributes.contains(initializer) && !inputs.contains(initializer);
    }

    private AttributeProto attribute(NodeProto node, MovedAttribute moved) {
        Tensor value = initializers.get(node.getInput(moved.input()));
        if (value == null) {
            throw Invalid.model(label(node) + ": its input " + moved.input() + " ('" + moved.attribute()
                    + "') must be an initializer in operator set " + opset);
        }
        return moved.kind().attribute(moved.attribute(), value);
    }

    private void resize(NodeProto.Builder node) {
        String scales = node.getInputCount() > 2 ? node.getInput(2) : "";
        boolean asymmetric = node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getS().toStringUtf8().equals("asymmetric"));
        if (scales.isEmpty() || !asymmetric) {
            throw Invalid.model(
                    label(node.build()) + ": must have asymmetric coordinates and scales in operator set " + opset);
        }
        List<AttributeProto> kept = node.getAttributeList().stream()
                .filter(attribute -> KEPT_BY_UPSAMPLE.contains(attribute.getName()))
                .toList();
        String x = node.getInput(0);
        node.clearAttribute().addAllAttribute(kept).clearInput().addInput(x).addInput(scales);
        node.setOpType(opset < 10 ? "Upsample" : "Resize");
    }

    private static void trim(NodeProto.Builder node) {
        int count = node.getInputCount();
        while (count > 0 && node.getInput(count - 1).isEmpty()) {
            count--;
        }
        List<String> inputs = List.copyOf(node.getInputList().subList(0, count));
        node.clearInput().addAllInput(inputs);
    }

    private static String label(NodeProto node) {
        return Node.label(node.getOpType(), node.getName(), node.getOutputList());
    }
}

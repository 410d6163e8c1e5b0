package io.espalier.onnx;

import io.espalier.onnx.op.OperatorTypes;
import io.espalier.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds every operator of a file that Espalier, or its operator set, does not know, so that a user sees them all at
// once.
final class UnsupportedOperators {

    private static final Set<String> ONNX_DOMAIN = Set.of("", "ai.onnx");

    /// Nodes named per operator: the message travels in events, whose size is bounded.
    private static final int NAMED = 10;

    private UnsupportedOperators() {}

    /// @throws io.espalier.contracts.PipelineException.Permanent OPERATOR_UNSUPPORTED, each with its nodes
    static void refuse(List<NodeProto> nodes, int opset) {
        Map<String, List<String>> found = new TreeMap<>();
        for (NodeProto node : nodes) {
            type(node, opset).ifPresent(type -> {
                String name =
                        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
                found.computeIfAbsent(type, key -> new ArrayList<>()).add("'" + name + "'");
            });
        }
        if (!found.isEmpty()) {
            throw Invalid.unsupported("Operators that are not supported: "
                    + found.entrySet().stream()
                            .map(entry -> entry.getKey() + " (" + named(entry.getValue()) + ")")
                            .collect(Collectors.joining("; ")));
        }
    }

    /// How the message names an operator that cannot be read; empty for one that can.
    private static Optional<String> type(NodeProto node, int opset) {
        String type = node.getOpType();
        if (!ONNX_DOMAIN.contains(node.getDomain())) {
            return Optional.of(node.getDomain() + "." + type);
        }
        if (!OperatorTypes.names().contains(type)) {
            return Optional.of(type);
        }
        int since = OperatorTypes.since(type);
        return opset < since ? Optional.of(type + " before operator set " + since) : Optional.empty();
    }

    private static String named(List<String> nodes) {
        String first = nodes.stream().limit(NAMED).collect(Collectors.joining(", "));
        return nodes.size() <= NAMED ? first : first + ", … and " + (nodes.size() - NAMED) + " more";
    }
}

package io.espalier.onnx;

import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes out Identity and (for it drops nothing when a model runs) Dropout.
///
/// Readers of such a node read its source instead. If the node gives a graph output, the source takes the output's
/// name; where it cannot (it is a graph input, an initializer or an output itself), the node stays.
final class IdentityRemoval {

    private final Graph graph;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> unnameable = new HashSet<>();
    private final Map<String, String> renamed = new HashMap<>();

    private IdentityRemoval(Graph graph) {
        this.graph = graph;
        graph.outputs().forEach(output -> outputs.add(output.name()));
        unnameable.addAll(outputs);
        unnameable.addAll(graph.initializers().keySet());
        graph.inputs().forEach(input -> unnameable.add(input.name()));
    }

    static Graph remove(Graph graph) {
        return new IdentityRemoval(graph).apply();
    }

    private Graph apply() {
        List<Node> kept = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!passesThrough(node) || !bypass(node.input(0), node.output())) {
                kept.add(node);
            }
        }
        kept.replaceAll(node -> node.withInputs(
                        node.inputs().stream().map(this::current).toList())
                .withOutputs(node.outputs().stream().map(this::current).toList()));
        return graph.withNodes(kept, graph.initializers());
    }

    private boolean passesThrough(Node node) {
        boolean maskUnread = node.outputs().stream().skip(1).noneMatch(this::isRead);
        return node.operator() instanceof Identity || (node.operator() instanceof Dropout && maskUnread);
    }

    private boolean isRead(String value) {
        return !value.isEmpty()
                && (outputs.contains(value) || !graph.consumers(value).isEmpty());
    }

    private boolean bypass(String source, String result) {
        String from = current(source);
        if (!outputs.contains(result)) {
            renamed.put(result, from);
            return true;
        }
        if (unnameable.contains(from)) {
            return false;
        }
        renamed.put(from, result);
        return true;
    }

    private String current(String value) {
        String name = value;
        while (renamed.containsKey(name)) {
            name = renamed.get(name);
        }
        return name;
    }
}

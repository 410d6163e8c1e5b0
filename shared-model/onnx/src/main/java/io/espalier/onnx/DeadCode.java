package io.espalier.onnx;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes out what no graph output depends on: nodes, initializers, stated types. Graph inputs stay.
final class DeadCode {

    private DeadCode() {}

    static Graph remove(Graph graph) {
        Set<String> live = live(graph);
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> node.outputs().stream().anyMatch(live::contains))
                .toList();
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        initializers.keySet().retainAll(live);
        Set<String> computed = new HashSet<>();
        nodes.forEach(node -> computed.addAll(node.outputs()));
        List<ValueInfo> values = graph.values().stream()
                .filter(value -> computed.contains(value.name()))
                .toList();
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, initializers, values, graph.header());
    }

    private static Set<String> live(Graph graph) {
        Set<String> live = new HashSet<>();
        graph.outputs().forEach(output -> live.add(output.name()));
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(live::contains)) {
                live.addAll(node.inputs());
            }
        }
        live.remove("");
        return live;
    }
}

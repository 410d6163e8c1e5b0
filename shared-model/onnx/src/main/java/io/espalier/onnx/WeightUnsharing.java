package io.espalier.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives every use of a floating initializer its own copy. Exporters merge parameters of equal value (the ones and
/// zeros of fresh BatchNormalizations), which would then train as one. Scalars and integers stay shared: they are
/// bounds, axes and pads.
///
/// The first use keeps the name; a later one is called `<initializer>@<node>`.
final class WeightUnsharing {

    private final Map<String, Tensor> initializers;
    private final Set<String> used = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private WeightUnsharing(Graph graph) {
        initializers = new LinkedHashMap<>(graph.initializers());
        names.addAll(initializers.keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.nodes().forEach(node -> names.addAll(node.outputs()));
        graph.outputs().forEach(output -> used.add(output.name()));
    }

    static Graph unshare(Graph graph) {
        WeightUnsharing unsharing = new WeightUnsharing(graph);
        List<Node> nodes = graph.nodes().stream().map(unsharing::unshare).toList();
        return graph.withNodes(nodes, unsharing.initializers);
    }

    private Node unshare(Node node) {
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            Tensor tensor = initializers.get(input);
            boolean shared = tensor != null && isWeight(tensor) && !used.add(input);
            inputs.add(tensor != null && shared ? copy(input, tensor, node) : input);
        }
        return node.withInputs(inputs);
    }

    private static boolean isWeight(Tensor tensor) {
        return tensor.type().isFloating() && tensor.rank() > 0;
    }

    private String copy(String original, Tensor tensor, Node node) {
        String base = original + "@" + (node.name().isEmpty() ? node.output() : node.name());
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "#" + i;
        }
        initializers.put(name, tensor);
        return name;
    }
}

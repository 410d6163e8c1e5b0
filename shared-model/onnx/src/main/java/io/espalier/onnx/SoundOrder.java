package io.espalier.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Checks that a graph is in single-assignment form, complete and free of cycles, and puts its nodes in an order in
/// which each stands after what it reads. An order that is sound already is kept.
///
/// Source: ONNX IR specification, "Graphs": names are unique, nodes are topologically sorted.
final class SoundOrder {

    private final List<Node> nodes;
    private final Map<String, Integer> producers = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    private SoundOrder(List<Node> nodes) {
        this.nodes = nodes;
    }

    static List<Node> of(
            List<ValueInfo> inputs, List<ValueInfo> outputs, List<Node> nodes, Collection<String> initializers) {
        SoundOrder order = new SoundOrder(List.copyOf(nodes));
        inputs.forEach(input -> order.give("graph input", input.name()));
        initializers.forEach(name -> order.give("initializer", name));
        order.registerProducers();
        order.checkSources();
        outputs.forEach(order::checkOutput);
        return order.sorted();
    }

    private void give(String kind, String name) {
        if (name.isEmpty()) {
            throw Invalid.model("A " + kind + " has no name; give every " + kind + " one");
        }
        if (!given.add(name)) {
            throw Invalid.model("The " + kind + " '" + name + "' is defined twice; names must be unique");
        }
    }

    private void registerProducers() {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.outputs().stream().allMatch(String::isEmpty)) {
                throw Invalid.model(node.label() + ": has no output");
            }
            for (String output : node.outputs()) {
                register(node, i, output);
            }
        }
    }

    private void register(Node node, int index, String output) {
        if (output.isEmpty()) {
            return;
        }
        if (given.contains(output)) {
            throw Invalid.model(node.label() + ": output '" + output + "' is already a graph input or initializer");
        }
        Integer earlier = producers.putIfAbsent(output, index);
        if (earlier != null) {
            throw Invalid.model(node.label() + ": output '" + output + "' is already computed by "
                    + nodes.get(earlier).label());
        }
    }

    private void checkSources() {
        for (Node node : nodes) {
            for (int i = 0; i < node.inputs().size(); i++) {
                String input = node.inputs().get(i);
                if (!input.isEmpty() && !given.contains(input) && !producers.containsKey(input)) {
                    throw Invalid.model(node.label() + ": input " + i + " '" + input
                            + "' is neither a graph input, an initializer nor the output of a node");
                }
            }
        }
    }

    private void checkOutput(ValueInfo output) {
        if (!given.contains(output.name()) && !producers.containsKey(output.name())) {
            throw Invalid.model("The graph output '" + output.name()
                    + "' is neither a graph input, an initializer nor the output of a node");
        }
    }

    /// Kahn's algorithm; among the nodes that are ready the first of the file comes first.
    private List<Node> sorted() {
        int[] waiting = new int[nodes.size()];
        Map<Integer, List<Integer>> readers = new HashMap<>();
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (int source : sources(nodes.get(i))) {
                waiting[i]++;
                readers.computeIfAbsent(source, key -> new ArrayList<>()).add(i);
            }
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(nodes.get(next));
            for (int reader : readers.getOrDefault(next, List.of())) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (order.size() < nodes.size()) {
            throw cycle(waiting);
        }
        return List.copyOf(order);
    }

    private Set<Integer> sources(Node node) {
        Set<Integer> sources = new HashSet<>();
        for (String input : node.inputs()) {
            Integer source = producers.get(input);
            if (source != null) {
                sources.add(source);
            }
        }
        return sources;
    }

    /// Walks back from a node that never became ready until one is met twice: that one lies on a cycle.
    private RuntimeException cycle(int[] waiting) {
        int at = 0;
        while (waiting[at] == 0) {
            at++;
        }
        Set<Integer> met = new HashSet<>();
        while (met.add(at)) {
            at = sources(nodes.get(at)).stream()
                    .filter(i -> waiting[i] > 0)
                    .findFirst()
                    .orElseThrow();
        }
        return Invalid.model(nodes.get(at).label() + ": its input depends on its own output (a cycle)");
    }
}

package io.espalier.onnx;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model: values flow from `inputs` and `initializers` through `nodes` to `outputs`.
///
/// A graph is always sound: every value has one source, every input of a node has a source, and nodes stand after
/// what they read. Names are those of the file.
///
/// @param name         the graph's name in the file
/// @param inputs       what is fed at run time; initializers are not among them
/// @param nodes        in topological order
/// @param initializers constants by name, in file order
/// @param values       types that the file states for intermediate values; informative, may be empty
public record Graph(
        String name,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        List<Node> nodes,
        Map<String, Tensor> initializers,
        List<ValueInfo> values,
        ModelHeader header) {

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID, naming node and operator, if a value
    ///     has two sources or none, or nodes form a cycle
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
        values = List.copyOf(values);
        nodes = SoundOrder.of(inputs, outputs, nodes, initializers.keySet());
    }

    public Graph(
            String name,
            List<ValueInfo> inputs,
            List<ValueInfo> outputs,
            List<Node> nodes,
            Map<String, Tensor> initializers,
            ModelHeader header) {
        this(name, inputs, outputs, nodes, initializers, List.of(), header);
    }

    /// This graph with some constants exchanged: the result of training, or of pruning.
    ///
    /// @param replacements new tensors by name; each has the element type and shape of the one that it replaces
    /// @throws IllegalArgumentException if a name is not an initializer, or type or shape differ
    public Graph withInitializers(Map<String, Tensor> replacements) {
        Map<String, Tensor> merged = new LinkedHashMap<>(initializers);
        replacements.forEach((key, tensor) -> {
            Tensor old = merged.put(key, tensor);
            if (old == null || old.type() != tensor.type() || !Arrays.equals(old.shape(), tensor.shape())) {
                throw new IllegalArgumentException("initializer '" + key + "' must be "
                        + (old == null ? "one of the graph's" : old.toString()) + ", was " + tensor);
            }
        });
        return withNodes(nodes, merged);
    }

    /// This graph with other nodes and constants between the same inputs and outputs.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID as the constructor
    public Graph withNodes(List<Node> newNodes, Map<String, Tensor> newInitializers) {
        return new Graph(name, inputs, outputs, newNodes, newInitializers, values, header);
    }

    /// This graph with every symbolic extent of its inputs set to `size`: the graph for one batch size.
    public Graph bound(long size) {
        List<ValueInfo> fixed = inputs.stream()
                .map(input ->
                        new ValueInfo(input.name(), input.type(), input.shape().bound(size), input.docString()))
                .toList();
        return new Graph(name, fixed, outputs, nodes, initializers, values, header);
    }

    /// The constant with this name; empty for a value that is computed or fed, and for `""`.
    public Optional<Tensor> constant(String value) {
        return Optional.ofNullable(initializers.get(value));
    }

    /// The node that computes a value; empty for graph inputs, initializers and `""`.
    public Optional<Node> producer(String value) {
        return value.isEmpty()
                ? Optional.empty()
                : nodes.stream().filter(node -> node.outputs().contains(value)).findFirst();
    }

    /// The nodes that read a value, in topological order.
    public List<Node> consumers(String value) {
        return nodes.stream().filter(node -> node.inputs().contains(value)).toList();
    }
}

package io.espalier.trainable.script;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who computes and who reads each value of a graph, and of what type it is.
final class ValueFlow {

    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Map<String, ElementType> types = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    private ValueFlow(Graph graph) {
        graph.inputs().forEach(input -> types.put(input.name(), input.type()));
        graph.initializers().forEach((name, tensor) -> types.put(name, tensor.type()));
        graph.outputs().stream().map(ValueInfo::name).forEach(outputs::add);
        graph.nodes().forEach(this::visit);
    }

    static ValueFlow of(Graph graph) {
        return new ValueFlow(graph);
    }

    private void visit(Node node) {
        node.inputs().forEach(input -> consumers
                .computeIfAbsent(input, unseen -> new ArrayList<>())
                .add(node));
        for (int i = 0; i < node.outputs().size(); i++) {
            producers.put(node.outputs().get(i), node);
            types.put(node.outputs().get(i), result(node, i));
        }
    }

    /// The type of an output; of operators that keep it, the input's.
    private ElementType result(Node node, int output) {
        if (node.operator() instanceof Cast cast) {
            return cast.to();
        }
        if (node.operator() instanceof ConstantOfShape filled) {
            return filled.value().type();
        }
        if (node.operator() instanceof Comparison || node.operator() instanceof Logical) {
            return ElementType.BOOL;
        }
        boolean counts = node.operator() instanceof ArgReduce
                || node.operator() instanceof ShapeOf
                || node.operator() instanceof SizeOf
                || node.operator() instanceof NonZero
                || (node.operator() instanceof TopK && output == 1);
        return counts ? ElementType.INT64 : type(node.input(node.operator() instanceof Where ? 1 : 0));
    }

    ElementType type(String value) {
        return types.getOrDefault(value, ElementType.FLOAT);
    }

    Optional<Node> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    List<Node> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /// Whether one node reads it, and nobody outside of the graph.
    boolean isReadOnce(String value) {
        return consumers(value).size() == 1 && !outputs.contains(value);
    }

    boolean isRead(String value) {
        return consumers.containsKey(value) || outputs.contains(value);
    }
}

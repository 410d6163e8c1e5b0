package io.espalier.onnx;

import io.espalier.onnx.op.Reshape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Replaces nodes whose outputs are known before the model runs by initializers, and gives each Reshape a constant
/// target where the output's shape is known up to one symbol.
final class ConstantFolding {

    private final Inference inference;
    private final Map<String, Tensor> initializers;
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> outputs;

    private ConstantFolding(Graph graph) {
        inference = Inference.of(graph);
        initializers = new LinkedHashMap<>(graph.initializers());
        outputs = graph.outputs().stream().map(ValueInfo::name).toList();
        graph.nodes().forEach(this::visit);
    }

    static Graph fold(Graph graph) {
        ConstantFolding folding = new ConstantFolding(graph);
        return graph.withNodes(folding.nodes, folding.initializers);
    }

    private void visit(Node node) {
        List<String> results =
                node.outputs().stream().filter(output -> !output.isEmpty()).toList();
        boolean known = inference.constants().keySet().containsAll(results);
        if (known && results.stream().noneMatch(outputs::contains)) {
            results.forEach(result -> initializers.put(
                    result, Objects.requireNonNull(inference.constants().get(result))));
        } else {
            nodes.add(node.operator() instanceof Reshape op ? withConstantTarget(node, op) : node);
        }
    }

    private Node withConstantTarget(Node node, Reshape op) {
        if (inference.constants().containsKey(node.input(1))) {
            return node;
        }
        Shape from = shape(node.input(0));
        return target(from, shape(node.output()), op)
                .map(target -> {
                    String name = node.output() + "_shape";
                    while (inference.shapes().containsKey(name) || initializers.containsKey(name)) {
                        name += "_";
                    }
                    initializers.put(name, Tensor.ofVector(target));
                    return node.withInputs(List.of(node.input(0), name));
                })
                .orElse(node);
    }

    private Shape shape(String value) {
        return Objects.requireNonNull(inference.shapes().get(value), value);
    }

    /// A symbolic extent is copied (0) where the input has it at the same place; one other can be left over (-1).
    private static Optional<long[]> target(Shape from, Shape to, Reshape op) {
        long[] target = new long[to.rank()];
        boolean leftOver = false;
        for (int axis = 0; axis < target.length; axis++) {
            if (to.dim(axis) instanceof Dim.Fixed fixed) {
                if (fixed.size() == 0) {
                    return Optional.empty();
                }
                target[axis] = fixed.size();
            } else if (!op.allowZero() && axis < from.rank() && to.dim(axis).equals(from.dim(axis))) {
                target[axis] = 0;
            } else if (!leftOver) {
                leftOver = true;
                target[axis] = -1;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(target);
    }
}

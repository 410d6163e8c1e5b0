package io.espalier.onnx;

import io.espalier.onnx.op.Split;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One pass over a graph that finds, for every value, its shape and, where it does not depend on what is fed, its
/// contents: whole ([#constants()]) or as extents of which some are symbolic.
final class Inference {

    /// Constants with more elements are left to the run: a ConstantOfShape may ask for any size.
    private static final long LARGEST_FOLDED = 1L << 26;

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, Tensor> constants;
    private final Map<String, ShapeValue> values = new HashMap<>();

    private Inference(Graph graph) {
        constants = new LinkedHashMap<>(graph.initializers());
        graph.inputs().forEach(input -> shapes.put(input.name(), input.shape()));
        constants.forEach((name, tensor) -> shapes.put(name, Shape.of(tensor.shape())));
        graph.nodes().forEach(this::visit);
    }

    static Inference of(Graph graph) {
        return new Inference(graph);
    }

    Map<String, Shape> shapes() {
        return shapes;
    }

    /// Initializers, and the outputs of nodes that depend on nothing else.
    Map<String, Tensor> constants() {
        return constants;
    }

    private void visit(Node node) {
        Operands operands = new Operands(node, shapes, constants, values);
        try {
            List<Shape> outputs = ShapeRules.outputs(operands);
            for (int i = 0; i < node.outputs().size(); i++) {
                shapes.put(node.outputs().get(i), outputs.get(Math.min(i, outputs.size() - 1)));
            }
            if (node.operator() instanceof Split op) {
                learnParts(op, operands, outputs);
            } else {
                learnContents(operands, outputs.get(0));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw Invalid.model(node.label() + ": " + e.getMessage());
        }
    }

    private void learnParts(Split op, Operands in, List<Shape> outputs) {
        List<String> names = in.node().outputs();
        in.constant(0)
                .filter(whole -> outputs.stream().allMatch(Shape::isFixed))
                .ifPresent(whole -> {
                    List<Tensor> parts = Rearrange.split(whole, in.axis(op.axis(), whole.rank()), outputs);
                    IntStream.range(0, parts.size()).forEach(i -> constants.put(names.get(i), parts.get(i)));
                });
        in.value(0).filter(whole -> !whole.scalar()).ifPresent(whole -> {
            List<ShapeValue> parts = ShapeValues.split(whole, outputs);
            IntStream.range(0, parts.size()).forEach(i -> learn(names.get(i), parts.get(i)));
        });
    }

    private void learn(String name, ShapeValue value) {
        values.put(name, value);
        value.constant().ifPresent(tensor -> constants.put(name, tensor));
    }

    private void learnContents(Operands operands, Shape output) {
        Node node = operands.node();
        if (node.inputs().stream().allMatch(input -> input.isEmpty() || constants.containsKey(input))
                && output.isFixed()
                && DimProduct.of(output.dims()).factor() <= LARGEST_FOLDED) {
            ConstantEvaluator.evaluate(operands, output).ifPresent(tensor -> constants.put(node.output(), tensor));
        }
        if (!constants.containsKey(node.output())) {
            ShapeValues.evaluate(operands, output).ifPresent(value -> learn(node.output(), value));
        }
    }
}

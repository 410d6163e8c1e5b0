package io.espalier.trainable;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.View;
import io.espalier.onnx.op.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the values of a graph are written in its script: variables, parameters, buffers, and constants as numbers.
///
/// Parameters are the weights and biases of Conv, Gemm and MatMul (with the Add behind it) and the scale and offset of
/// batch normalisation. Every other floating constant is a buffer and stays as it is.
final class Operands {

    private final Graph graph;
    private final List<String> parameters;
    private final List<String> buffers;
    private final Set<String> outputMajor = new LinkedHashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> masked = new HashMap<>();
    private @Nullable Map<String, Shape> shapes;

    private Operands(Graph graph) {
        this.graph = graph;
        Set<String> trained = new LinkedHashSet<>();
        graph.nodes().forEach(node -> trained.addAll(trainedBy(node)));
        this.parameters = trained.stream().map(this::requireFloat).toList();
        this.buffers = graph.initializers().entrySet().stream()
                .filter(entry -> entry.getValue().type().isFloating() && !trained.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static Operands of(Graph graph) {
        return new Operands(graph);
    }

    List<String> parameters() {
        return parameters;
    }

    List<String> buffers() {
        return buffers;
    }

    /// Whether this is a weight in `(out, in, …)` layout.
    boolean isOutputMajorWeight(String name) {
        return outputMajor.contains(name);
    }

    /// From now on a parameter stands in expressions as this variable.
    void mask(String parameter, String variable) {
        masked.put(parameter, variable);
    }

    /// The variable that holds a computed value.
    String variable(String value) {
        return variables.computeIfAbsent(value, unseen -> "v" + variables.size());
    }

    /// The input of a node as an expression; `None` where it is left out.
    String input(Node node, int position) {
        String name = node.input(position);
        if (name.isEmpty()) {
            return "None";
        }
        if (masked.containsKey(name)) {
            return masked.get(name);
        }
        if (parameters.contains(name)) {
            return "p[" + parameters.indexOf(name) + "]";
        }
        if (buffers.contains(name)) {
            return "b[" + buffers.indexOf(name) + "]";
        }
        return variable(name);
    }

    /// A constant input; refused if it is computed while the model runs.
    Tensor constant(Node node, int position) {
        return graph.constant(node.input(position))
                .orElseThrow(() -> new UntrainableException(
                        "input " + position + " '" + node.input(position) + "' must be constant, but is computed"));
    }

    long[] longs(Node node, int position) {
        return constant(node, position).longs();
    }

    /// The shape of a node's input, symbolic in the batch.
    Shape shape(Node node, int position) {
        String name = node.input(position);
        if (graph.constant(name).isPresent()) {
            return Shape.of(constant(node, position).shape());
        }
        if (shapes == null) {
            shapes = ShapeInference.infer(graph);
        }
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new UntrainableException("the shape of '" + name + "' is not known");
        }
        return shape;
    }

    private List<String> trainedBy(Node node) {
        List<String> names = new ArrayList<>();
        for (int position : trainedPositions(node)) {
            graph.constant(node.input(position)).ifPresent(tensor -> names.add(node.input(position)));
        }
        boolean outFirst = node.operator() instanceof Conv || (node.operator() instanceof Gemm gemm && gemm.transB());
        if (outFirst && names.contains(node.input(1))) {
            outputMajor.add(node.input(1));
        }
        return names;
    }

    private List<Integer> trainedPositions(Node node) {
        return switch (node.operator()) {
            case Conv ignored -> List.of(1, 2);
            case Gemm ignored -> List.of(1, 2);
            case MatMul ignored -> List.of(0, 1);
            case BatchNormalization ignored -> List.of(1, 2);
            case Arithmetic arithmetic -> arithmetic instanceof Add && followsMatMul(node) ? List.of(0, 1) : List.of();
            case Activation ignored -> List.of();
            case Comparison ignored -> List.of();
            case Logical ignored -> List.of();
            case Variadic ignored -> List.of();
            case Where ignored -> List.of();
            case Normalization ignored -> List.of();
            case Reduction ignored -> List.of();
            case ConvTranspose ignored -> List.of();
            case Resize ignored -> List.of();
            case TopK ignored -> List.of();
            case LogSoftmax ignored -> List.of();
            case Scaffold ignored -> List.of();
            case Pool ignored -> List.of();
            case View ignored -> List.of();
            case Movement ignored -> List.of();
            case Softmax ignored -> List.of();
        };
    }

    private boolean followsMatMul(Node node) {
        return node.inputs().stream().anyMatch(input -> graph.producer(input)
                .filter(producer -> producer.operator() instanceof MatMul)
                .isPresent());
    }

    private String requireFloat(String name) {
        ElementType type = graph.constant(name).orElseThrow().type();
        if (type != ElementType.FLOAT) {
            throw new PipelineException.Permanent(
                    ErrorCode.OPERATOR_UNSUPPORTED, "weight '" + name + "' must be FLOAT to be trained, was " + type);
        }
        return name;
    }
}

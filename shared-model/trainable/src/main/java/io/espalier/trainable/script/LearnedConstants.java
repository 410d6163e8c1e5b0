package io.espalier.trainable.script;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which constants of a graph are weights, to be trained, and which are part of the function.
///
/// A file does not tell them apart, so the place does. Weights, biases, scales and slopes of layers are trained.
/// Operands of element-wise operators are by the rule of [InterLayer]: a position embedding or a layer scale is, the
/// grid and the strides by which a detector decodes its last layer are not. Two kinds of layer operands are not
/// either: `0, 1, 2, …`, by which a distribution's mean is taken, and masks.
final class LearnedConstants {

    private final Graph graph;
    private final InterLayer interLayer;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> outputMajor = new LinkedHashSet<>();

    private LearnedConstants(Graph graph, ValueFlow flow) {
        this.graph = graph;
        this.interLayer = new InterLayer(graph, flow);
        graph.nodes().forEach(this::visit);
    }

    /// @throws PipelineException.Permanent OPERATOR_UNSUPPORTED if a layer's weight is not FLOAT
    static LearnedConstants of(Graph graph, ValueFlow flow) {
        return new LearnedConstants(graph, flow);
    }

    /// In the order in which the nodes use them.
    Set<String> names() {
        return names;
    }

    /// Whether this is a weight in `(out, in, …)` layout.
    boolean isOutputMajor(String name) {
        return outputMajor.contains(name);
    }

    private void visit(Node node) {
        List<String> trained = new ArrayList<>();
        for (int position : positions(node)) {
            String name = node.input(position);
            graph.constant(name)
                    .filter(tensor -> isWeight(node, position, tensor))
                    .ifPresent(tensor -> trained.add(name));
        }
        trained.forEach(this::requireFloat);
        boolean outFirst = node.operator() instanceof Conv || (node.operator() instanceof Gemm gemm && gemm.transB());
        if (outFirst && trained.contains(node.input(1))) {
            outputMajor.add(node.input(1));
        }
        names.addAll(trained);
    }

    private List<Integer> positions(Node node) {
        return switch (node.operator()) {
            case Conv ignored -> List.of(1, 2);
            case ConvTranspose ignored -> List.of(1, 2);
            case Gemm ignored -> List.of(1, 2);
            case MatMul ignored -> List.of(0, 1);
            case BatchNormalization ignored -> List.of(1, 2);
            case Normalization ignored -> List.of(1, 2);
            case Activation activation -> activation instanceof PRelu ? List.of(1) : List.of();
            case Broadcast ignored -> interLayer.positions(node);
            case Movement ignored -> interLayer.positions(node);
            case Reduction ignored -> List.of();
            case Resize ignored -> List.of();
            case TopK ignored -> List.of();
            case Softmax ignored -> List.of();
            case LogSoftmax ignored -> List.of();
            case Scaffold ignored -> List.of();
            case Pool ignored -> List.of();
            case View ignored -> List.of();
        };
    }

    /// A mask is an operand of element-wise operators only, a count the matrix of a product: a bias may be either.
    private static boolean isWeight(Node node, int position, Tensor tensor) {
        boolean elementWise = node.operator() instanceof Broadcast || node.operator() instanceof Movement;
        boolean matrix = node.operator() instanceof MatMul || (node.operator() instanceof Conv && position == 1);
        return tensor.type().isFloating()
                && !(elementWise && InterLayer.isMask(tensor))
                && !(matrix && isCount(tensor));
    }

    /// `0, 1, 2, …`: at least four, so that no small bias is taken for one.
    private static boolean isCount(Tensor tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != i) {
                return false;
            }
        }
        return values.length >= 4;
    }

    private void requireFloat(String name) {
        ElementType type = graph.constant(name).orElseThrow().type();
        if (type != ElementType.FLOAT) {
            throw new PipelineException.Permanent(
                    ErrorCode.OPERATOR_UNSUPPORTED, "weight '" + name + "' must be FLOAT to be trained, was " + type);
        }
    }
}

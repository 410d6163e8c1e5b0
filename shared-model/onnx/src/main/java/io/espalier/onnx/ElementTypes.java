package io.espalier.onnx;

import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.View;
import io.espalier.onnx.op.Where;
import java.util.LinkedHashMap;
import java.util.Map;

/// The element type of every value of a graph, from those of its inputs and initializers.
///
/// Source: type constraints of the ONNX operator specification; ONNX Runtime is the oracle of the tests.
final class ElementTypes {

    private final Map<String, ElementType> types = new LinkedHashMap<>();

    private ElementTypes(Graph graph) {
        graph.inputs().forEach(input -> types.put(input.name(), input.type()));
        graph.initializers().forEach((name, tensor) -> types.put(name, tensor.type()));
        graph.nodes().forEach(this::visit);
    }

    static Map<String, ElementType> infer(Graph graph) {
        return new ElementTypes(graph).types;
    }

    private void visit(Node node) {
        ElementType first = first(node);
        for (int i = 0; i < node.outputs().size(); i++) {
            types.put(node.outputs().get(i), i == 0 ? first : further(node, first));
        }
    }

    private ElementType first(Node node) {
        return switch (node.operator()) {
            case Activation op -> input(node, 0);
            case Broadcast op -> broadcast(op, node);
            case Movement op -> input(node, 0);
            case Normalization op -> input(node, 0);
            case Pool op -> input(node, 0);
            case View op -> input(node, 0);
            case Scaffold op -> scaffold(op, node);
            case Reduction op -> op instanceof ArgReduce ? ElementType.INT64 : input(node, 0);
            case BatchNormalization op -> input(node, 0);
            case Conv op -> input(node, 0);
            case ConvTranspose op -> input(node, 0);
            case Gemm op -> input(node, 0);
            case MatMul op -> input(node, 0);
            case Resize op -> input(node, 0);
            case Softmax op -> input(node, 0);
            case LogSoftmax op -> input(node, 0);
            case TopK op -> input(node, 0);
        };
    }

    private ElementType broadcast(Broadcast operator, Node node) {
        return switch (operator) {
            case Arithmetic op -> input(node, 0);
            case Variadic op -> input(node, 0);
            case Where op -> input(node, 1);
            case Comparison op -> ElementType.BOOL;
            case Logical op -> ElementType.BOOL;
        };
    }

    private ElementType scaffold(Scaffold operator, Node node) {
        return switch (operator) {
            case Constant op -> op.value().type();
            case ConstantOfShape op -> op.value().type();
            case Cast op -> op.to();
            case ShapeOf op -> ElementType.INT64;
            case SizeOf op -> ElementType.INT64;
            case NonZero op -> ElementType.INT64;
            case Range op -> input(node, 0);
            case Identity op -> input(node, 0);
            case Dropout op -> input(node, 0);
        };
    }

    /// Indices, masks and statistics; the parts of a Split.
    private static ElementType further(Node node, ElementType first) {
        Operator operator = node.operator();
        if (operator instanceof TopK || operator instanceof Pool) {
            return ElementType.INT64;
        }
        if (operator instanceof LayerNormalization op) {
            return ElementType.of(op.stashType()).orElse(first);
        }
        return operator instanceof Dropout ? ElementType.BOOL : first;
    }

    private ElementType input(Node node, int position) {
        ElementType type = types.get(node.input(position));
        if (type == null) {
            throw Invalid.model(node.label() + ": input " + position + " is missing");
        }
        return type;
    }
}

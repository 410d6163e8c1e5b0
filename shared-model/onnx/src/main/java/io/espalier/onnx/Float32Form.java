package io.espalier.onnx;

import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LayerNormalization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The graph with every float16, bfloat16 and float64 value as float32: weights, inputs, outputs, casts.
///
/// Weights are trained in float32, and a file that mixes types would lose in every export what training gained in the
/// last bits. So the float32 form is what is trained, judged and exported; a device's own compiler chooses the types
/// that it runs. Values change by at most half a unit in the last place of float32 (float64 only).
final class Float32Form {

    private final Map<String, ElementType> types;

    private Float32Form(Graph graph) {
        types = ElementTypes.infer(graph);
    }

    static Graph of(Graph graph) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> initializers.put(name, converted(tensor)));
        Float32Form form = new Float32Form(graph);
        List<Node> nodes = graph.nodes().stream().map(form::converted).toList();
        return new Graph(
                graph.name(),
                converted(graph.inputs()),
                converted(graph.outputs()),
                nodes,
                initializers,
                converted(graph.values()),
                graph.header());
    }

    private static ElementType converted(ElementType type) {
        return type.isFloating() ? ElementType.FLOAT : type;
    }

    private static Tensor converted(Tensor tensor) {
        boolean other = tensor.type().isFloating() && tensor.type() != ElementType.FLOAT;
        return other ? Tensor.ofFloats(tensor.shape(), tensor.floats()) : tensor;
    }

    private static List<ValueInfo> converted(List<ValueInfo> values) {
        List<ValueInfo> all = new ArrayList<>();
        for (ValueInfo value : values) {
            all.add(new ValueInfo(value.name(), converted(value.type()), value.shape(), value.docString()));
        }
        return all;
    }

    /// A cast between floating types, or to the type that a value has, has nothing left to do.
    private Node converted(Node node) {
        if (node.operator() instanceof Cast op) {
            ElementType from = types.get(node.input(0));
            boolean idle = from != null && converted(from) == converted(op.to());
            return node.withOperator(idle ? new Identity() : new Cast(converted(op.to()), op.saturate()));
        }
        if (node.operator() instanceof Constant op) {
            return node.withOperator(new Constant(converted(op.value())));
        }
        if (node.operator() instanceof ConstantOfShape op) {
            return node.withOperator(new ConstantOfShape(converted(op.value())));
        }
        if (node.operator() instanceof LayerNormalization op) {
            return node.withOperator(new LayerNormalization(op.axis(), op.epsilon()));
        }
        return node;
    }
}

package io.espalier.onnx;

import io.espalier.onnx.op.Resize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Gives each Resize whose sizes hold the symbolic batch constant scales instead, `out / in` in float32 as ONNX Runtime
/// derives them from sizes: exporters compute the sizes from the input's shape, and these nodes fall away.
///
/// A Resize stays where `floor(in · scale)` would not be its extent, and where sizes mean something else.
final class FixedScales {

    private final Inference inference;
    private final Map<String, Tensor> initializers;

    private FixedScales(Graph graph) {
        inference = Inference.of(graph);
        initializers = new LinkedHashMap<>(graph.initializers());
    }

    static Graph fix(Graph graph) {
        FixedScales scales = new FixedScales(graph);
        List<Node> nodes = graph.nodes().stream().map(scales::fix).toList();
        return graph.withNodes(nodes, scales.initializers);
    }

    private Node fix(Node node) {
        boolean computed = node.hasInput(3) && !initializers.containsKey(node.input(3));
        if (!(node.operator() instanceof Resize op) || !computed || !isPlain(op)) {
            return node;
        }
        return scales(shape(node.input(0)), shape(node.output()))
                .map(scales -> node.withInputs(List.of(node.input(0), node.input(1), named(node, scales))))
                .orElse(node);
    }

    private static boolean isPlain(Resize op) {
        return op.axes().isEmpty()
                && op.aspectRatio() == Resize.AspectRatio.STRETCH
                && op.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE;
    }

    private String named(Node node, float[] scales) {
        String name = node.output() + "_scales";
        while (inference.shapes().containsKey(name) || initializers.containsKey(name)) {
            name += "_";
        }
        initializers.put(name, Tensor.ofFloats(new long[] {scales.length}, scales));
        return name;
    }

    private static Optional<float[]> scales(Shape from, Shape to) {
        float[] scales = new float[from.rank()];
        for (int axis = 0; axis < scales.length; axis++) {
            if (from.dim(axis).equals(to.dim(axis))) {
                scales[axis] = 1;
            } else if (from.dim(axis).isFixed() && to.dim(axis).isFixed()) {
                long in = from.dim(axis).size();
                long out = to.dim(axis).size();
                scales[axis] = (float) out / in;
                if ((long) (scales[axis] * in) != out) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(scales);
    }

    private Shape shape(String value) {
        return Objects.requireNonNull(inference.shapes().get(value), value);
    }
}

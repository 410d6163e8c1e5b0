package io.espalier.trainable.script;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Normalization;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Learned operands outside layers: position embeddings, layer scales, biases that stand alone, class tokens.
///
/// A constant operand of Add or Mul is learned if it has more than one element, is no mask, carries a name of its own
/// (not one that the exporter made up for a computed constant: `/…`, `onnx::…`), and stands between layers: the other
/// operand comes from a layer, and the result reaches one. In front of the first layer stands the normalisation of
/// the images; behind the last one, the decoding of what the network says. A bias behind the last layer is still one:
/// what is added to a MatMul, or to each channel of a convolution. An operand of Expand or Concat is learned if it is
/// one token, `(1, 1, d)`.
final class InterLayer {

    /// Attention masks put this or less where nothing may be seen; no weight is so small.
    private static final float MASKED = -100;

    private static final int TOKEN_RANK = 3;

    private final Graph graph;
    private final ValueFlow flow;
    private final Set<String> behind = new HashSet<>();
    private final Set<String> before = new HashSet<>();

    InterLayer(Graph graph, ValueFlow flow) {
        this.graph = graph;
        this.flow = flow;
        for (Node node : graph.nodes()) {
            if (isLayer(node) || node.inputs().stream().anyMatch(behind::contains)) {
                behind.addAll(node.outputs());
            }
        }
        for (Node node : graph.nodes().reversed()) {
            if (isLayer(node) || node.outputs().stream().anyMatch(before::contains)) {
                before.addAll(node.inputs());
            }
        }
    }

    /// The inputs of an element-wise operator, or of one that puts elements elsewhere, that are learned.
    List<Integer> positions(Node node) {
        return IntStream.range(0, node.inputs().size())
                .filter(position -> graph.constant(node.input(position))
                        .filter(tensor -> isLearned(node, position, tensor))
                        .isPresent())
                .boxed()
                .toList();
    }

    private boolean isLearned(Node node, int position, Tensor tensor) {
        boolean adds = node.operator() instanceof Add;
        if (adds && follows(node, MatMul.class)) {
            return true;
        }
        String name = node.input(position);
        if (tensor.size() < 2 || !tensor.type().isFloating() || name.startsWith("/") || name.startsWith("onnx::")) {
            return false;
        }
        boolean reaches = before.contains(node.output());
        if (node.operator() instanceof Expand || node.operator() instanceof Concat) {
            return reaches && position == 0 && isToken(tensor);
        }
        boolean between = reaches && node.inputs().stream().anyMatch(behind::contains);
        boolean bias =
                adds && isPerChannel(tensor) && (follows(node, Conv.class) || follows(node, ConvTranspose.class));
        return bias || (between && (adds || node.operator() instanceof Mul));
    }

    static boolean isMask(Tensor tensor) {
        for (float value : tensor.floats()) {
            if (value <= MASKED) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLayer(Node node) {
        return node.operator() instanceof Conv
                || node.operator() instanceof ConvTranspose
                || node.operator() instanceof Gemm
                || node.operator() instanceof MatMul
                || node.operator() instanceof BatchNormalization
                || node.operator() instanceof Normalization;
    }

    private boolean follows(Node node, Class<?> layer) {
        return node.inputs().stream().anyMatch(input -> flow.producer(input)
                .filter(producer -> layer.isInstance(producer.operator()))
                .isPresent());
    }

    /// `(1, c, 1, 1)`, with or without the leading 1.
    private static boolean isPerChannel(Tensor tensor) {
        long[] shape = tensor.shape();
        int channel = shape.length == TOKEN_RANK ? 0 : 1;
        return shape.length > channel && shape[channel] == tensor.size();
    }

    private static boolean isToken(Tensor tensor) {
        long[] shape = tensor.shape();
        return shape.length == TOKEN_RANK && shape[0] == 1 && shape[1] == 1;
    }
}

package io.espalier.smart.training;

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
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.PRelu;
import io.espalier.trainable.script.Operands;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// First weights for a network that is trained from nothing, a function of the graph's shape and a seed.
///
/// Weights of Conv, ConvTranspose, Gemm and MatMul are `N(0, 2 / fanIn)`, `fanIn` being the products that are summed
/// to one output: `ci / group · taps` of a Conv, of a ConvTranspose that over its strides, rows of a matrix. Biases are
/// 0, scales of normalisations 1, means 0, variances 1, slopes of PRelu 0.25. Biases of the layers that give a
/// detector's `scores` are `−log((1 − π) / π)`, π = 0.01: else thousands of points without an object swamp the first
/// steps. What is learned outside layers and added, expanded or joined (position embeddings, class tokens) is
/// `N(0, 0.02²)`. Constants that training does not learn (anchors, the `0, 1, 2, …` of a distribution's mean) and
/// scales outside layers stay as they are in the file.
///
/// Sources: He et al., arXiv:1502.01852, equation 10; Lin et al., arXiv:1708.02002, section 3.3 (π).
public final class RandomWeights {

    private static final float SCORE_BIAS = (float) -StrictMath.log((1 - 0.01) / 0.01);
    private static final float SLOPE = 0.25f;
    private static final double EMBEDDING_DEVIATION = 0.02;

    private final Graph graph;
    private final Random random;
    private final Set<String> scoreBiases = new HashSet<>();
    private final Set<String> learned;
    private final Set<String> running = new HashSet<>();
    private final Map<String, Tensor> drawn = new LinkedHashMap<>();

    private RandomWeights(Graph graph, long seed) {
        this.graph = graph;
        this.random = new Random(seed);
        this.learned = new LinkedHashSet<>(Operands.of(graph).parameters());
    }

    /// @param graph in training form
    /// @return the same graph with other constants
    /// @throws io.espalier.contracts.PipelineException.Permanent `OPERATOR_UNSUPPORTED` if a weight is not FLOAT
    public static Graph of(Graph graph, long seed) {
        RandomWeights weights = new RandomWeights(graph, seed);
        if (graph.outputs().stream().anyMatch(output -> output.name().equals("scores"))) {
            weights.markScoreBiases("scores", new HashSet<>());
        }
        graph.nodes().forEach(weights::draw);
        weights.drawn.keySet().removeIf(name -> !weights.mayDraw(name));
        weights.learned.forEach(weights::drawEmbedding);
        return graph.withInitializers(weights.drawn);
    }

    /// Walks back from a value to the layers that it is made of.
    private void markScoreBiases(String value, Set<String> seen) {
        graph.producer(value).filter(node -> seen.add(node.output())).ifPresent(node -> {
            if (node.operator() instanceof Conv || node.operator() instanceof Gemm) {
                scoreBiases.add(node.input(2));
            } else {
                node.inputs().forEach(input -> markScoreBiases(input, seen));
            }
        });
    }

    /// What training learns, and the running statistics that it moves.
    private boolean mayDraw(String name) {
        return learned.contains(name) || running.contains(name);
    }

    /// What is learned outside layers; a scale keeps the file's value.
    private void drawEmbedding(String name) {
        boolean added = graph.nodes().stream()
                .filter(node -> node.inputs().contains(name))
                .anyMatch(node -> node.operator() instanceof Add
                        || node.operator() instanceof Concat
                        || node.operator() instanceof Expand);
        if (added && !drawn.containsKey(name)) {
            graph.constant(name).ifPresent(old -> normal(name, old, EMBEDDING_DEVIATION));
        }
    }

    private void draw(Node node) {
        switch (node.operator()) {
            case Conv conv -> {
                normal(node.input(1), 0);
                fill(node.input(2), scoreBiases.contains(node.input(2)) ? SCORE_BIAS : 0);
            }
            case ConvTranspose conv -> {
                transposed(node.input(1), conv);
                fill(node.input(2), 0);
            }
            case Gemm gemm -> {
                normal(node.input(1), gemm.transB() ? 0 : 1);
                fill(node.input(2), scoreBiases.contains(node.input(2)) ? SCORE_BIAS : 0);
            }
            case MatMul matrix -> normal(node.input(1), -1);
            case Add sum -> linearBias(node);
            case BatchNormalization norm -> {
                scaleAndShift(node);
                fill(node.input(3), 0);
                fill(node.input(4), 1);
                running.addAll(node.inputs().subList(3, 5));
            }
            case LayerNormalization norm -> scaleAndShift(node);
            case GroupNormalization norm -> scaleAndShift(node);
            case InstanceNormalization norm -> scaleAndShift(node);
            case PRelu slope -> fill(node.input(1), SLOPE);
            default -> {} // has no weights, or constants that are not learned from noise
        }
    }

    private void scaleAndShift(Node node) {
        fill(node.input(1), 1);
        fill(node.input(2), 0);
    }

    /// What exporters make of a linear layer's bias: an Add behind a MatMul.
    private void linearBias(Node node) {
        for (int i = 0; i < 2; i++) {
            boolean behindMatrix = graph.producer(node.input(1 - i))
                    .filter(other -> other.operator() instanceof MatMul)
                    .isPresent();
            if (behindMatrix
                    && graph.constant(node.input(i)).filter(c -> c.rank() == 1).isPresent()) {
                fill(node.input(i), 0);
            }
        }
    }

    /// @param outAxis axis of the weight that has one entry an output: all others are summed over; negative counts
    ///                from the last axis
    private void normal(String weight, int outAxis) {
        graph.constant(weight).ifPresent(old -> {
            int axis = outAxis < 0 ? old.rank() + outAxis : outAxis;
            normal(weight, old, deviation((double) old.size() / old.shape()[axis]));
        });
    }

    private void transposed(String weight, ConvTranspose conv) {
        long strides = conv.window().strides().stream().reduce(1L, (a, b) -> a * b);
        graph.constant(weight)
                .ifPresent(old -> normal(
                        weight,
                        old,
                        deviation(Math.max(1, (double) old.size() / old.shape()[1] / conv.group() / strides))));
    }

    private static double deviation(double fanIn) {
        return Math.sqrt(2 / fanIn);
    }

    private void normal(String weight, Tensor old, double deviation) {
        if (drawn.containsKey(weight)) {
            return; // layers that share a weight share its first value
        }
        float[] values = new float[old.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        drawn.put(weight, Tensor.ofFloats(old.shape(), values));
    }

    private void fill(String constant, float value) {
        graph.constant(constant).ifPresent(old -> {
            float[] values = new float[old.size()];
            Arrays.fill(values, value);
            drawn.put(constant, Tensor.ofFloats(old.shape(), values));
        });
    }
}

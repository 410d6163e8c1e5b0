package io.espalier.smart.training;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.TrainingBatches;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import io.espalier.trainable.TrainableGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Magnitude weighted by what the weights are multiplied with: `s_b = √(Σ_b w² E[x²] / |b|)`, the root mean
/// square of what a block's weights add to its outputs, where `E[x²]` is the mean over images and pixels of the
/// input channel, in inference mode. With `E[x²] = 1` it is the block's magnitude. (Sun et al. 2023, arXiv
/// 2306.11695, equation 1, score single weights by `|w| ‖x‖₂`.)
final class ActivationScores {

    private static final int BATCHES = 4;

    private ActivationScores() {}

    /// @param reference dense, in training form
    /// @return shape `(blocks)`, >= 0
    /// @throws CancellationException if the thread is interrupted
    static double[] of(Graph reference, BlockLayout layout, RunContext context) {
        Map<String, Node> users = users(reference, layout);
        Map<String, double[]> moments = moments(reference, users, context);
        double[] scores = new double[layout.blocks()];
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            add(layer, begin, reference, users, moments, scores);
            begin += layer.blocks();
        }
        return scores;
    }

    /// The node that multiplies with each weight of the layout.
    private static Map<String, Node> users(Graph graph, BlockLayout layout) {
        Map<String, Node> users = new LinkedHashMap<>();
        for (PrunableLayer layer : layout.layers()) {
            for (PrunableLayer.Part part : layer.parts()) {
                if (part.isWeight()) {
                    graph.nodes().stream()
                            .filter(node -> node.inputs().size() > 1
                                    && node.inputs().get(1).equals(part.parameter()))
                            .findFirst()
                            .ifPresent(node -> users.put(part.parameter(), node));
                }
            }
        }
        return users;
    }

    private static void add(
            PrunableLayer layer,
            int begin,
            Graph graph,
            Map<String, Node> users,
            Map<String, double[]> moments,
            double[] scores) {
        for (PrunableLayer.Part part : layer.parts()) {
            Node user = users.get(part.parameter());
            if (part.isWeight() && user != null) {
                Tensor weight = graph.constant(part.parameter()).orElseThrow();
                float[] values = weight.floats();
                double[] energy = moments.getOrDefault(user.inputs().getFirst(), new double[0]);
                Channels channels = Channels.of(weight.shape(), user);
                part.elements()
                        .forEach((index, block) -> scores[begin + block] +=
                                (double) values[index] * values[index] * energy[channels.of(index)]);
            }
        }
        int[] elements = layer.elements();
        for (int b = 0; b < elements.length; b++) {
            scores[begin + b] = Math.sqrt(scores[begin + b] / elements[b]);
        }
    }

    /// Which input channel a weight is multiplied with.
    ///
    /// @param inputs   of one group
    /// @param taps     of the kernel
    /// @param perGroup output channels of one group
    /// @param first    whether input channels are the weight's first axis, as of a transposed convolution
    private record Channels(int inputs, int taps, int perGroup, boolean first) {

        static Channels of(long[] shape, Node user) {
            int taps = 1;
            for (int axis = 2; axis < shape.length; axis++) {
                taps *= Math.toIntExact(shape[axis]);
            }
            int groups = user.operator() instanceof Conv conv ? conv.group() : 1;
            boolean first = user.operator() instanceof ConvTranspose
                    || (user.operator() instanceof Gemm gemm && !gemm.transB());
            return new Channels(Math.toIntExact(shape[1]), taps, Math.toIntExact(shape[0]) / groups, first);
        }

        int of(int index) {
            int out = index / taps / inputs;
            return first ? out : out / perGroup * inputs + index / taps % inputs;
        }
    }

    /// `E[x²]` by channel, of everything that a weight is multiplied with.
    private static Map<String, double[]> moments(Graph graph, Map<String, Node> users, RunContext context) {
        List<String> inputs = users.values().stream()
                .map(user -> user.inputs().getFirst())
                .distinct()
                .toList();
        Map<String, double[]> moments = new HashMap<>();
        TrainingBatches batches = context.trainingBatches(context.prune().batchSize());
        int count = Math.min(BATCHES, batches.batchesPerEpoch());
        try (TrainableGraph observed = TrainableGraph.compile(with(graph, inputs), List.of(), context.threads())) {
            for (int index = 0; index < count; index++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("stopped after %d batches of activations".formatted(index));
                }
                Batch batch = batches.batch(context.prune().firstEpoch(), index);
                for (Prediction value : observed.predictions(batch)) {
                    if (inputs.contains(value.output())) {
                        add(value, count, moments);
                    }
                }
            }
        }
        return moments;
    }

    private static void add(Prediction value, int batches, Map<String, double[]> moments) {
        long[] shape = value.shape();
        int channels = Math.toIntExact(shape[1]);
        double[] sums = moments.computeIfAbsent(value.output(), name -> new double[channels]);
        float[] values = value.values();
        int pixels = values.length / Math.toIntExact(shape[0] * channels);
        double share = 1.0 / (batches * (double) shape[0] * pixels);
        for (int i = 0; i < values.length; i++) {
            sums[i / pixels % channels] += share * values[i] * values[i];
        }
    }

    /// The graph with more outputs.
    private static Graph with(Graph graph, List<String> values) {
        Map<String, Shape> shapes = ShapeInference.infer(graph);
        List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
        for (String value : values) {
            Shape shape = shapes.get(value);
            if (shape != null
                    && outputs.stream().noneMatch(output -> output.name().equals(value))) {
                outputs.add(new ValueInfo(value, ElementType.FLOAT, shape));
            }
        }
        return new Graph(graph.name(), graph.inputs(), outputs, graph.nodes(), graph.initializers(), graph.header());
    }
}

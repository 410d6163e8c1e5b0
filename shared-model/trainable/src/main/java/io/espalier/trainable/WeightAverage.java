package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/// Exponential moving average of a graph's weights: `e ← d e + (1 − d) w` after each step; after the first `e = w`.
///
/// Averaged are all parameters and the running statistics of batch normalisation, so that an averaged network needs
/// no recalibration. Block factors are not averaged.
///
/// Source: Polyak and Juditsky, 1992; `torch.optim.swa_utils.AveragedModel(use_buffers=True)` of PyTorch 2.15 with
/// `get_ema_multi_avg_fn(d)`.
public final class WeightAverage {

    private static final String KIND = "weight average";

    private final TrainableGraph graph;
    private final double decay;
    private final NamedTensors average;
    private long updates;

    private WeightAverage(TrainableGraph graph, double decay) {
        this.graph = graph;
        this.decay = decay;
        this.average = graph.newTensors("average");
        graph.learned().forEach((name, shape) -> average.add(name, shape, graph.read(name), false));
    }

    /// The average before any step: the graph's present weights.
    ///
    /// @param decay d in `(0, 1)`
    /// @throws IllegalArgumentException if `decay` is outside
    public static WeightAverage of(TrainableGraph graph, double decay) {
        if (!(decay > 0 && decay < 1)) {
            throw new IllegalArgumentException("decay must be in (0, 1), was " + decay);
        }
        return new WeightAverage(graph, decay);
    }

    /// Takes in the graph's weights; to be called after each step of its optimizer.
    public void update() {
        if (updates == 0) {
            graph.learned().keySet().forEach(name -> average.write(name, graph.read(name)));
        } else {
            graph.changeLearned((name, weight) -> approach(average.get(name), weight));
        }
        updates++;
    }

    private void approach(NDArray averaged, NDArray weight) {
        try (NDArray difference = weight.sub(averaged)) {
            averaged.addi(difference.muli((float) (1 - decay)));
        }
    }

    /// Exchanges the graph's weights and the average, to evaluate the average; a second call undoes the first, bit for
    /// bit. No [#update] may come between the two.
    public void swap() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        graph.learned().keySet().forEach(name -> weights.put(name, graph.read(name)));
        copyTo(graph);
        average.assign(weights);
    }

    /// Overwrites the weights of a graph with the average.
    ///
    /// @param target the averaged graph, or another with the same parameters and running statistics
    /// @throws IllegalArgumentException if it lacks one
    public void copyTo(TrainableGraph target) {
        average.values().forEach(target::write);
    }

    /// The average and its number of updates, bit for bit.
    public byte[] state() {
        return new TensorState(KIND, updates, average.values()).bytes();
    }

    /// @param state of an average over the same parameters and running statistics
    /// @throws IllegalArgumentException if it is not
    public void restore(byte[] state) {
        TensorState found = TensorState.parse(KIND, state);
        average.assign(found.tensors());
        updates = found.step();
    }
}

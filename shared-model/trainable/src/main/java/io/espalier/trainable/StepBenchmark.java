package io.espalier.trainable;

import io.espalier.contracts.LossSpec;
import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Times training steps of several kinds in one run.
///
/// Kinds take turns, so that other load on the machine hits all of them alike: ratios of medians can be compared on a
/// noisy machine, absolute times cannot.
public final class StepBenchmark {

    private static final int WARM_UP_ROUNDS = 3;

    private StepBenchmark() {}

    /// Runs every step once a round and takes the median of each.
    ///
    /// @param rounds counted rounds, >= 1, after three that are not
    /// @param steps  what is timed, by name
    /// @return median duration in nanoseconds by name, in the order given
    public static Map<String, Long> medianNanos(int rounds, Map<String, Runnable> steps) {
        Map<String, long[]> nanos = new LinkedHashMap<>();
        steps.keySet().forEach(name -> nanos.put(name, new long[rounds]));
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            int slot = Math.max(0, round);
            steps.forEach((name, step) -> {
                long start = System.nanoTime();
                step.run();
                nanos.getOrDefault(name, new long[1])[slot] = System.nanoTime() - start;
            });
        }
        Map<String, Long> medians = new LinkedHashMap<>();
        nanos.forEach((name, values) -> {
            Arrays.sort(values);
            medians.put(name, values[rounds / 2]);
        });
        return medians;
    }

    /// Times one step of SGD with and without block factors on the same batch: `dense` and `masked`.
    public static Map<String, Long> denseAndMasked(
            Graph trainingForm, List<BlockFactor> factors, Batch batch, int threads, int rounds) {
        try (TrainableGraph dense = TrainableGraph.compile(trainingForm, List.of(), threads);
                TrainableGraph masked = TrainableGraph.compile(trainingForm, factors, threads)) {
            Map<String, Runnable> steps = new LinkedHashMap<>();
            steps.put("dense", step(dense, batch));
            steps.put("masked", step(masked, batch));
            return medianNanos(rounds, steps);
        }
    }

    private static Runnable step(TrainableGraph graph, Batch batch) {
        Loss loss = Loss.of(new LossSpec(1, 0, 1, 0), (TrainableGraph) null);
        Optimizer optimizer = Optimizers.of(new TrainingSpec(TrainingSpec.Optimizer.SGD, 128, 0.1, 0.9, 5e-4), graph);
        return () -> {
            graph.backward(batch, loss);
            graph.factorGradients();
            optimizer.step(1e-3);
        };
    }
}

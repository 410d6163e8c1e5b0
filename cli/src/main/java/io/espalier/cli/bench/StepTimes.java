package io.espalier.cli.bench;

import io.espalier.cli.sample.RandomImages;
import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.training.TrainingStep;
import io.espalier.trainable.PeakMemory;
import io.espalier.trainable.StepBenchmark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// What a run's dense and SMART steps take on the same batch.
///
/// @param batch      images a step
/// @param peakMemory largest resident set in bytes, of the process while both networks are trained: more than a run of
///                   either kind takes
record StepTimes(int batch, StepBenchmark.Cost dense, StepBenchmark.Cost smart, long peakMemory) {

    /// Small, so that the weights stay near where they are however many rounds are run.
    private static final double LEARNING_RATE = 1e-4;

    /// What the mask costs in time that passes: SMART over dense.
    double wallRatio() {
        return (double) smart.wallNanos() / dense.wallNanos();
    }

    /// What the mask costs in processor time: SMART over dense.
    double cpuRatio() {
        return (double) smart.cpuNanos() / dense.cpuNanos();
    }

    /// Images in a second of wall clock at this cost of a step.
    double imagesPerSecond(StepBenchmark.Cost cost) {
        return batch * 1e9 / cost.wallNanos();
    }

    /// @param file   as it was read, with fixed channels and extent
    /// @param size   images a step
    /// @param seed   of the images
    /// @param warmUp steps of each kind before those
    /// @param rounds counted steps of each kind
    /// @throws CancellationException if the thread is interrupted
    static StepTimes measure(Graph file, BlockPattern block, int size, int threads, long seed, int warmUp, int rounds) {
        Graph graph = TrainingForm.of(file);
        RunSpec spec = spec(block, threads, seed);
        Batch images = RandomImages.labelled(graph, size, seed);
        PeakMemory memory = PeakMemory.begin();
        try (TrainingStep dense = TrainingStep.dense(graph, spec);
                TrainingStep smart = TrainingStep.smart(graph, spec, warmUp + rounds)) {
            Map<String, Runnable> kinds = new LinkedHashMap<>();
            kinds.put("dense", repeated(dense, images, memory));
            kinds.put("smart", repeated(smart, images, memory));
            Map<String, StepBenchmark.Cost> costs = StepBenchmark.costs(warmUp, rounds, kinds);
            StepBenchmark.Cost none = new StepBenchmark.Cost(0, 0);
            return new StepTimes(
                    size, costs.getOrDefault("dense", none), costs.getOrDefault("smart", none), memory.bytes());
        }
    }

    private static Runnable repeated(TrainingStep training, Batch images, PeakMemory memory) {
        long[] step = {0};
        return () -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped after " + step[0] + " rounds");
            }
            training.train(images, step[0]++, LEARNING_RATE);
            memory.sample();
        };
    }

    /// The defaults of a spec, with these blocks and threads.
    private static RunSpec spec(BlockPattern block, int threads, long seed) {
        return RunSpecReader.read("""
                model: bench
                data: {uri: none}
                prune: {pattern: %s}
                reproducibility: {seed: %d, threads: %d}
                """.formatted(block.toJson(), seed, threads));
    }
}

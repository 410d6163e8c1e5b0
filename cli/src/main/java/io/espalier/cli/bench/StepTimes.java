package io.espalier.cli.bench;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockBudget;
import io.espalier.smart.BlockLayout;
import io.espalier.trainable.BlockFactor;
import io.espalier.trainable.Loss;
import io.espalier.trainable.Optimizer;
import io.espalier.trainable.Optimizers;
import io.espalier.trainable.StepBenchmark;
import io.espalier.trainable.TrainableGraph;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Median times of a dense and of a SMART step on the same batch.
///
/// @param denseNanos forward, loss, backward, SGD with momentum
/// @param smartNanos the same with block factors, plus the mask's own work
record StepTimes(long denseNanos, long smartNanos) {

    private static final LossSpec LABELS = new LossSpec(1, 0, 1, 0);
    private static final TrainingSpec SGD = new TrainingSpec(TrainingSpec.Optimizer.SGD, 128, 0.1, 0.9, 5e-4);

    /// Small, so that the weights stay near where they are however many rounds are run.
    private static final double LEARNING_RATE = 1e-4;

    double denseMillis() {
        return denseNanos / 1e6;
    }

    double smartMillis() {
        return smartNanos / 1e6;
    }

    /// What the mask costs: SMART over dense.
    double ratio() {
        return (double) smartNanos / denseNanos;
    }

    /// @param model   ONNX file with fixed channels and extent
    /// @param batch   images a step
    /// @param threads of the training engine
    /// @param rounds  counted steps of each kind
    static StepTimes measure(Path model, BlockPattern block, int batch, int threads, int rounds) {
        Graph graph = TrainingForm.of(OnnxFile.read(model));
        BlockLayout layout = BlockLayout.of(graph, prune(block));
        Batch images = RandomImages.batch(graph, batch);
        List<BlockFactor> factors = layout.layers().stream()
                .map(layer -> new BlockFactor(layer.weight(), layer.blockOut(), layer.blockIn()))
                .toList();
        try (TrainableGraph dense = TrainableGraph.compile(graph, List.of(), threads);
                TrainableGraph smart = TrainableGraph.compile(graph, factors, threads)) {
            MaskStep mask = new MaskStep(BlockBudget.of(layout, prune(block)), graph, layout, rounds);
            Runnable maskedStep = step(smart, images);
            Map<String, Runnable> kinds = new LinkedHashMap<>();
            kinds.put("dense", step(dense, images));
            kinds.put("smart", () -> mask.around(smart, maskedStep));
            Map<String, Long> medians = StepBenchmark.medianNanos(rounds, kinds);
            return new StepTimes(medians.getOrDefault("dense", 0L), medians.getOrDefault("smart", 0L));
        }
    }

    private static Runnable step(TrainableGraph graph, Batch batch) {
        Loss loss = Loss.of(LABELS, (TrainableGraph) null);
        Optimizer optimizer = Optimizers.of(SGD, graph);
        return () -> {
            graph.backward(batch, loss);
            optimizer.step(LEARNING_RATE);
        };
    }

    /// The defaults of a spec, with these blocks.
    private static PruneSpec prune(BlockPattern block) {
        RunSpec defaults = RunSpecReader.read("{model: bench, data: {uri: none}}");
        PruneSpec prune = defaults.prune();
        return new PruneSpec(
                prune.method(),
                block,
                prune.budget(),
                prune.scope(),
                prune.exclude(),
                prune.kernels(),
                prune.minKeepPerLayer(),
                prune.epochs(),
                prune.importance(),
                prune.normalization(),
                prune.maskLearningRate(),
                prune.loss());
    }
}

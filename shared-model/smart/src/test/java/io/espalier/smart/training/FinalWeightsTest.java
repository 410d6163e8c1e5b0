package io.espalier.smart.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.Batch;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.TrainingBatches;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.TinyModels;
import io.espalier.trainable.CosineSchedule;
import io.espalier.trainable.TrainableGraph;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which weights a phase ends with: the best of its validation passes, or their average, also after a kill.
final class FinalWeightsTest {

    private static final int STEPS_AN_EPOCH = 6;

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);
    private final ImageDataset train = new Stripes(96, 1);

    /// The names are wrong in validation, so that training makes its accuracy fall: an early pass is the best.
    private final ImageDataset validation = new Mislabelled(new Stripes(64, 2));

    @Test
    void thePhaseEndsWithTheBestOfItsPasses() {
        // When
        Trained trained = new ControlRun(context(spec(6, 0, 1), Checkpoints.NONE)).run(source);

        // Then
        List<Double> passes = passes(trained);
        assertThat(passes).hasSize(6);
        double best = passes.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(passes.getLast()).isLessThan(best);
        assertThat(accuracy(trained.graph())).isEqualTo(best);
    }

    @Test
    void aPassEverySoManyEpochsAndAfterTheLast() {
        Trained trained = new ControlRun(context(spec(5, 0, 2), Checkpoints.NONE)).run(source);

        assertThat(rows(trained).stream()
                        .filter(row -> row.containsKey("validation-top-1"))
                        .map(row -> row.get("step")))
                .containsExactly(11, 23, 29);
    }

    @Test
    void withoutPassesTheLastWeightsStay() {
        MemoryCheckpoints checkpoints = new MemoryCheckpoints(null, OptionalLong.empty());
        Trained trained = new ControlRun(context(spec(2, 0, 0), checkpoints)).run(source);

        try (TrainableGraph last = TrainableGraph.compile(source, List.of(), 1)) {
            last.restore(PhaseState.parse(requireNonNull(checkpoints.state())).graph());
            assertThat(OnnxFile.write(trained.graph())).isEqualTo(OnnxFile.write(last.export()));
        }
        assertThat(passes(trained)).isEmpty();
    }

    /// `e ← d e + (1 − d) w`, from the weights of every step of the same training.
    @Test
    void thePhaseEndsWithTheMovingAverage() {
        // Given
        RunSpec spec = spec(2, 0.8, 0);
        RunContext context = context(spec, Checkpoints.NONE);
        TrainingBatches batches = context.trainingBatches(16);
        CosineSchedule rate = new CosineSchedule(0.05, 2L * STEPS_AN_EPOCH);
        double[] average = {};
        try (TrainingStep step = TrainingStep.dense(source, spec);
                TrainableGraph weights = TrainableGraph.compile(source, List.of(), 1)) {
            for (int s = 0; s < 2 * STEPS_AN_EPOCH; s++) {
                step.train(batches.batch(s / STEPS_AN_EPOCH, s % STEPS_AN_EPOCH), s, rate.at(s));
                weights.restore(step.state());
                float[] latest = weights.read("wide.weight");
                average = s == 0 ? doubles(latest) : averaged(average, latest, 0.8);
            }
        }

        // When
        Trained trained = new ControlRun(context).run(source);

        // Then
        float[] ended = trained.graph().constant("wide.weight").orElseThrow().floats();
        for (int i = 0; i < ended.length; i++) {
            assertThat((double) ended[i]).isCloseTo(average[i], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 6, 7, 12, 17, 18})
    void aKilledRunEndsWithTheSameBytes(long killedAfter) {
        RunSpec spec = spec(3, 0.7, 1);
        Trained undisturbed = new ControlRun(context(spec, Checkpoints.NONE)).run(source);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.of(killedAfter));
        assertThatThrownBy(() -> new ControlRun(context(spec, first)).run(source))
                .isInstanceOf(MemoryCheckpoints.Killed.class);

        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());
        Trained resumed = new ControlRun(context(spec, second)).run(source);

        assertThat(OnnxFile.write(resumed.graph())).isEqualTo(OnnxFile.write(undisturbed.graph()));
        assertThat(resumed.curves()).isEqualTo(undisturbed.curves());
    }

    /// Stopped between an epoch's last step and the end of its validation.
    @Test
    void aRunThatIsInterruptedWhileItValidatesLosesNothing() {
        // Given
        RunSpec spec = spec(3, 0.7, 1);
        Trained undisturbed = new ControlRun(context(spec, Checkpoints.NONE)).run(source);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.empty());
        RunContext interrupted = new RunContext(spec, train, validation, first, progress -> {
            if (progress.phase().equals("validation")) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> new ControlRun(interrupted).run(source)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(PhaseState.parse(requireNonNull(first.state())).step()).isEqualTo(STEPS_AN_EPOCH);

        // When
        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());
        Trained resumed = new ControlRun(context(spec, second)).run(source);

        // Then
        assertThat(OnnxFile.write(resumed.graph())).isEqualTo(OnnxFile.write(undisturbed.graph()));
        assertThat(resumed.curves()).isEqualTo(undisturbed.curves());
    }

    @Test
    void everyPhaseHasItsBatchSizeAndSaysItsPeakMemory() {
        // Given
        Map<String, Long> steps = new LinkedHashMap<>();
        Map<String, Double> peaks = new LinkedHashMap<>();
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: stripes}
                control: {epochs: 1, batch-size: 8}
                prune: {epochs: 1, batch-size: 32, budget: {block-sparsity: 0.6}}
                finetune: {epochs: 1}
                training: {batch-size: 16}
                reproducibility: {seed: 3, threads: 1}
                """);
        RunContext context = new RunContext(spec, train, validation, Checkpoints.NONE, progress -> {
            steps.put(progress.phase(), progress.total());
            if (progress.metrics().containsKey("peak-rss-mib")) {
                peaks.put(progress.phase(), progress.metrics().get("peak-rss-mib"));
            }
        });

        // When
        new ControlRun(context).run(source);
        Pruned pruned = new PruningRun(context).run(source);
        new FinetuningRun(context).run(pruned.graph(), pruned.mask(), source);

        // Then
        assertThat(steps)
                .containsEntry("control", 12L)
                .containsEntry("prune", 3L)
                .containsEntry("finetune", 6L);
        assertThat(context.controlSteps()).isEqualTo(12);
        assertThat(peaks).containsOnlyKeys("control", "prune", "finetune");
        assertThat(peaks.values()).allMatch(mebibytes -> mebibytes > 50);
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    private static double[] averaged(double[] average, float[] latest, double decay) {
        double[] next = new double[latest.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = decay * average[i] + (1 - decay) * latest[i];
        }
        return next;
    }

    /// Counted here, without a metric.
    private double accuracy(Graph graph) {
        int correct = 0;
        try (TrainableGraph trained = TrainableGraph.compile(graph, List.of(), 1)) {
            for (Batch batch : context(spec(1, 0, 0), Checkpoints.NONE).validationBatches()) {
                float[] logits = trained.predictions(batch).getFirst().values();
                for (int i = 0; i < batch.size(); i++) {
                    int best = 0;
                    for (int c = 1; c < Stripes.CLASSES; c++) {
                        best = logits[i * Stripes.CLASSES + c] > logits[i * Stripes.CLASSES + best] ? c : best;
                    }
                    correct += best == batch.labels()[i] ? 1 : 0;
                }
            }
        }
        return (double) correct / validation.size();
    }

    private static List<Double> passes(Trained trained) {
        return rows(trained).stream()
                .filter(row -> row.containsKey("validation-top-1"))
                .map(row -> ((Number) row.get("validation-top-1")).doubleValue())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Trained trained) {
        List<Map<String, Object>> rows = new ArrayList<>();
        new String(trained.curves(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> rows.add(Json.read(line.getBytes(StandardCharsets.UTF_8), Map.class)));
        return rows;
    }

    private RunContext context(RunSpec spec, Checkpoints checkpoints) {
        return new RunContext(spec, train, validation, checkpoints, RunListener.NONE);
    }

    private static RunSpec spec(int epochs, double emaDecay, int validateEvery) {
        return RunSpecReader.read("""
                model: tiny
                data: {uri: stripes, augment: {crop-padding-pixels: 0, horizontal-flip: false}}
                control: {epochs: %d}
                prune: {budget: {block-sparsity: 0.6}}
                training: {batch-size: 16, learning-rate: 0.05, ema-decay: %s, validate-every: %d}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(epochs, emaDecay, validateEvery));
    }
}

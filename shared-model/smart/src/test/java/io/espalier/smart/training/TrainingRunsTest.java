package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TinyModels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs on a network that takes a second to train: exact budgets, exact zeros, the same bytes after a kill.
final class TrainingRunsTest {

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);
    private final ImageDataset train = new Stripes(96, 1);
    private final ImageDataset validation = new Stripes(64, 2);

    @ParameterizedTest
    @CsvSource({
        "smart, layer-mean, 0.0",
        "smart, lamp, 1.0",
        "magnitude, none, 0.0",
        "taylor, layer-mean, 0.0",
        "smart, none, 0.0"
    })
    void endsWithExactlyTheBudget(String method, String normalization, double distillation) {
        // Given
        RunSpec spec = spec(method, normalization, distillation);

        // When
        Pruned pruned = new PruningRun(context(spec, Checkpoints.NONE)).run(source);

        // Then: 22 blocks, 60 % removed
        assertThat(pruned.mask().kept()).isEqualTo(9);
        assertThat(pruned.budget().removedBlocks()).isEqualTo(13);
        assertThat(pruned.budget().isExact()).isTrue();
        assertThat(pruned.hardAccuracy()).isBetween(0.0, 1.0);
        assertThat(new String(pruned.curves(), java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("\"loss\""))
                        .count())
                .isEqualTo(12);
    }

    @Test
    void softCountFollowsItsSchedule() {
        List<Double> counts = new ArrayList<>();
        RunContext context =
                new RunContext(spec("smart", "layer-mean", 0), train, validation, Checkpoints.NONE, progress -> {
                    boolean pass = progress.metrics().containsKey("validation-top-1"); // tells the step again
                    if (progress.metrics().containsKey("soft-count") && !pass) {
                        counts.add(progress.metrics().get("soft-count"));
                        assertThat(progress.metrics().get("mask-sum"))
                                .isCloseTo(9, org.assertj.core.api.Assertions.within(1e-9));
                    }
                });
        new PruningRun(context).run(source);
        assertThat(counts).hasSize(12).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(counts.getLast()).isCloseTo(0.09, org.assertj.core.api.Assertions.within(1e-3));
    }

    @Test
    void fineTuningLearnsAndKeepsZeros() {
        // Given
        RunSpec spec = spec("magnitude", "layer-mean", 0.5);
        Pruned pruned = new PruningRun(context(spec, Checkpoints.NONE)).run(source);

        // When
        Trained tuned = new FinetuningRun(context(spec, Checkpoints.NONE)).run(pruned.graph(), pruned.mask(), source);

        // Then
        BlockLayout layout = BlockLayout.of(tuned.graph(), spec.prune());
        assertThat(layout.recount(tuned.graph(), 13).isExact()).isTrue();
        assertThat(OnnxFile.write(tuned.graph())).isNotEqualTo(OnnxFile.write(pruned.graph()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 6, 11, 12})
    void aKilledPruningRunEndsWithTheSameBytes(long killedAfter) {
        // Given
        RunSpec spec = spec("smart", "layer-mean", 0.5);
        Pruned undisturbed = new PruningRun(context(spec, Checkpoints.NONE)).run(source);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.of(killedAfter));
        assertThatThrownBy(() -> new PruningRun(context(spec, first)).run(source))
                .isInstanceOf(MemoryCheckpoints.Killed.class);

        // When
        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());
        Pruned resumed = new PruningRun(context(spec, second)).run(source);

        // Then
        assertThat(OnnxFile.write(resumed.graph())).isEqualTo(OnnxFile.write(undisturbed.graph()));
        assertThat(resumed.mask()).isEqualTo(undisturbed.mask());
        assertThat(resumed.curves()).isEqualTo(undisturbed.curves());
        assertThat(resumed.softAccuracy()).isEqualTo(undisturbed.softAccuracy());
    }

    @Test
    void aKilledControlAndFineTuningEndWithTheSameBytes() {
        RunSpec spec = spec("taylor", "layer-mean", 0);
        byte[] control = OnnxFile.write(
                new ControlRun(context(spec, Checkpoints.NONE)).run(source).graph());
        MemoryCheckpoints killed = new MemoryCheckpoints(null, OptionalLong.of(4));
        assertThatThrownBy(() -> new ControlRun(context(spec, killed)).run(source))
                .isInstanceOf(MemoryCheckpoints.Killed.class);
        MemoryCheckpoints goesOn = new MemoryCheckpoints(killed.state(), OptionalLong.empty());
        assertThat(OnnxFile.write(
                        new ControlRun(context(spec, goesOn)).run(source).graph()))
                .isEqualTo(control);
        assertThat(control).isNotEqualTo(OnnxFile.write(source));
    }

    @Test
    void anInterruptedRunSavesItsStateAndStops() {
        MemoryCheckpoints checkpoints = new MemoryCheckpoints(null, OptionalLong.empty());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new ControlRun(context(spec("smart", "none", 0), checkpoints)).run(source))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("after step 1 of 6");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(checkpoints.state()).isNotNull();
    }

    private RunContext context(RunSpec spec, Checkpoints checkpoints) {
        return new RunContext(spec, train, validation, checkpoints, RunListener.NONE);
    }

    private static RunSpec spec(String method, String normalization, double distillation) {
        return RunSpecReader.read("""
                model: tiny
                data: {uri: stripes, preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}, augment: {crop-padding-pixels: 1}}
                control: {epochs: 1}
                prune:
                  method: %s
                  normalization: %s
                  budget: {block-sparsity: 0.6}
                  epochs: 2
                  loss: {distillation: %s}
                finetune: {epochs: 1, loss: {distillation: %s}}
                training: {batch-size: 16, learning-rate: 0.05}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(method, normalization, distillation, distillation));
    }
}

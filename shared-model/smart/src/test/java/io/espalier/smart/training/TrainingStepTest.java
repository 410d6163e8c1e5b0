package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.TrainingBatches;
import io.espalier.onnx.Graph;
import io.espalier.smart.TinyModels;
import io.espalier.trainable.CosineSchedule;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What `espalier bench step` times is what a run does.
final class TrainingStepTest {

    private static final int EPOCHS = 2;
    private static final RunSpec SPEC = RunSpecReader.read("""
            model: tiny
            data: {uri: stripes, augment: {crop-padding-pixels: 1}}
            control: {epochs: 2}
            prune: {budget: {block-sparsity: 0.6}, epochs: 2}
            training: {batch-size: 16, learning-rate: 0.05}
            reproducibility: {seed: 3, threads: 1}
            """);

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints(null, OptionalLong.empty());
    private final RunContext context =
            new RunContext(SPEC, new Stripes(96, 1), new Stripes(64, 2), checkpoints, RunListener.NONE);

    @Test
    void smartStepsGiveTheBytesOfAPruningRun() {
        new PruningRun(context).run(source);

        try (TrainingStep step = TrainingStep.smart(source, SPEC, EPOCHS * 6L)) {
            assertThat(trained(step, context.prune().firstEpoch())).isEqualTo(lastState());
        }
    }

    @Test
    void denseStepsGiveTheBytesOfAControlRun() {
        new ControlRun(context).run(source);

        try (TrainingStep step = TrainingStep.dense(source, SPEC)) {
            assertThat(trained(step, 0)).isEqualTo(lastState());
        }
    }

    private byte[] trained(TrainingStep step, int firstEpoch) {
        TrainingBatches batches = context.trainingBatches(SPEC.training().batchSize());
        int perEpoch = batches.batchesPerEpoch();
        CosineSchedule rate = new CosineSchedule(0.05, (long) EPOCHS * perEpoch);
        for (int s = 0; s < EPOCHS * perEpoch; s++) {
            step.train(batches.batch(firstEpoch + s / perEpoch, s % perEpoch), s, rate.at(s));
        }
        return step.state();
    }

    private byte[] lastState() {
        return Optional.ofNullable(checkpoints.state())
                .map(PhaseState::parse)
                .orElseThrow()
                .graph();
    }
}

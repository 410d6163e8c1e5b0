package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.artifacts.FileStorage;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageInterrupted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhasedProgressTest {

    @TempDir
    Path directory;

    private RecordingContext context;
    private PhasedProgress progress;

    @BeforeEach
    void pruningOfTwoPlusThreeEpochs() {
        context = new RecordingContext(new FileStorage(directory).checkpoints());
        progress = new PhasedProgress(
                context, List.of(new PhasedProgress.Phase("control", 2), new PhasedProgress.Phase("prune", 3)));
    }

    @Test
    void countsThePhasesAsOne() {
        // When
        report("data", 5000, 0);
        report("control", 1, 20);
        report("control", 20, 20);
        report("prune", 1, 30);
        report("prune", 30, 30);
        report("accuracy", 640, 1000);

        // Then
        assertThat(context.reports)
                .containsExactly(
                        "data 0/0", "control 1/50", "control 20/50", "prune 21/50", "prune 50/50", "accuracy 50/50");
    }

    @Test
    void passesMetricsOn() {
        progress.progressed(new RunListener.Progress("prune", 1, 30, Map.of("loss", 0.5)));

        assertThat(context.reports).containsExactly("prune 21/50 {loss=0.5}");
    }

    @Test
    void leavesTrainingToItsCheckpointButOtherWorkAtOnce() {
        // Given
        context.stopping = true;

        // When
        report("prune", 1, 30);

        // Then
        assertThatThrownBy(() -> report("accuracy", 1, 10)).isInstanceOf(StageInterrupted.class);
    }

    private void report(String phase, long done, long total) {
        progress.progressed(new RunListener.Progress(phase, done, total, Map.of()));
    }
}

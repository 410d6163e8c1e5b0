package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.terminal.Terminal;
import io.espalier.smart.training.RunListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter written = new StringWriter();
    private long now;

    /// Two steps an epoch, a second each; a line without validation comes with the next step.
    @Test
    void anEpochIsOneLineWithItsValidation() {
        // Given
        TrainingProgress progress =
                new TrainingProgress(new Terminal(new PrintWriter(written), false, 80), 3, () -> now);

        // When
        for (int step = 1; step <= 6; step++) {
            now += SECOND;
            report(progress, step, Map.of("loss", (double) step, "images-per-second", 8.0));
            if (step == 4) {
                report(progress, step, Map.of("loss", 4.0, "images-per-second", 8.0, "validation-miou", 0.25));
            }
        }
        progress.progressed(new RunListener.Progress("accuracy", 1, 2, Map.of()));

        // Then
        assertThat(written.toString().lines())
                .containsExactly(
                        "epoch 1/3  loss 1.5  8 images/s  4 s left",
                        "epoch 2/3  loss 3.5  miou 0.25  8 images/s  1 s left",
                        "epoch 3/3  loss 5.5  8 images/s  0 s left",
                        "measuring in ONNX Runtime");
    }

    /// A run that goes on in its third epoch counts on from there.
    @Test
    void goesOnWhereTrainingDid() {
        TrainingProgress progress =
                new TrainingProgress(new Terminal(new PrintWriter(written), false, 80), 3, () -> now);

        report(progress, 5, Map.of("loss", 2.0));
        report(progress, 6, Map.of("loss", 1.0, "images-per-second", 8.0));
        report(progress, 6, Map.of("loss", 1.0, "images-per-second", 8.0, "validation-map", 0.5));

        assertThat(written.toString().lines()).containsExactly("epoch 3/3  loss 1.5  map 0.5  8 images/s  0 s left");
    }

    private static void report(TrainingProgress progress, long step, Map<String, Double> metrics) {
        progress.progressed(new RunListener.Progress("control", step, 6, metrics));
    }
}

package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stopped training goes on from.
final class LocalTrainingTest {

    @TempDir
    Path directory;

    private long firstStep;

    @Test
    void itGoesOnWithTheSameImagesAndStartsAgainWithOthers() throws IOException {
        // Given: stopped after two steps
        Dots.write(directory.resolve("dots"), 4);
        stopAfterTwoSteps();
        assertThat(firstStep).isEqualTo(1);

        // When the images are the same
        stopAfterTwoSteps();

        // Then
        assertThat(firstStep).isEqualTo(3);

        // When one is another at the same place
        Path red = directory.resolve("dots/train/red");
        Files.copy(red.resolve("0.png"), red.resolve("1.png"), StandardCopyOption.REPLACE_EXISTING);
        stopAfterTwoSteps();

        // Then
        assertThat(firstStep).isEqualTo(1);
    }

    private void stopAfterTwoSteps() {
        firstStep = 0;
        RunListener listener = progress -> {
            if (progress.phase().equals("control")) {
                firstStep = firstStep == 0 ? progress.done() : firstStep;
                if (progress.done() == firstStep + 1) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        RunEnvironment environment =
                new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, listener);
        LocalTraining training = new LocalTraining(environment, directory.resolve("states"));
        RunSpec spec = RunSpecReader.read("""
                model: dots
                data: {uri: dots}
                control: {epochs: 4}
                training: {batch-size: 6, validate-every: 0}
                reproducibility: {threads: 1}
                """);
        byte[] model = Dots.model(Dots.CLASSES);
        assertThatThrownBy(() -> training.run(model, spec, TrainingWork.Initial.GIVEN, directory.resolve("out.onnx")))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

package io.espalier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimesTest {

    @TempDir
    Path directory;

    @Test
    void timesBothKindsOnTheBundledModel() throws IOException {
        Path model = directory.resolve("model.onnx");
        try (InputStream bundled = StepTimesTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bundled, model);
        }

        StepTimes times = StepTimes.measure(model, new BlockPattern.Tile(8, 8), 2, 1, 2);

        assertThat(times.denseNanos()).isPositive();
        assertThat(times.smartNanos()).isPositive();
        assertThat(times.ratio()).isEqualTo((double) times.smartNanos() / times.denseNanos());
    }

    @Test
    void tableSaysHowToRepeatTheMeasurement() {
        assertThat(StepCommand.lines(
                        new StepCommand.Result("espalier bench step m.onnx", List.of("PyTorch 2"), 200, 210, 1.05)))
                .containsExactly(
                        "$ espalier bench step m.onnx",
                        "PyTorch 2",
                        "",
                        "step     median  ratio",
                        "dense  200.0 ms  1.000",
                        "smart  210.0 ms  1.050");
    }

    @Test
    void blocksAreNamedAsOnPaper() {
        assertThat(BlockOption.parse("8x16")).isEqualTo(new BlockPattern.Tile(8, 16));
        assertThat(BlockOption.parse("channel")).isEqualTo(new BlockPattern.Channel());
        assertThatThrownBy(() -> BlockOption.parse("8")).isInstanceOf(PipelineException.Permanent.class);
    }
}

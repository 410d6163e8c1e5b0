package io.espalier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.sample.RandomImages;
import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.trainable.StepBenchmark;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StepTimesTest {

    /// 128 images in 200 ms are 640 a second; 210 over 200 is 1.05.
    @Test
    void ratiosAreSmartOverDense() {
        StepTimes times = new StepTimes(
                128,
                new StepBenchmark.Cost(200_000_000, 380_000_000),
                new StepBenchmark.Cost(210_000_000, 418_000_000),
                1 << 20);

        assertThat(times.wallRatio()).isCloseTo(1.05, within(1e-12));
        assertThat(times.cpuRatio()).isCloseTo(1.1, within(1e-12));
        assertThat(times.imagesPerSecond(times.dense())).isCloseTo(640, within(1e-9));
    }

    @Test
    void stepsOfTheBundledModelTakeProcessorTime() throws IOException {
        StepTimes times = StepTimes.measure(bundled(), new BlockPattern.Tile(8, 8), 16, 1, 1, 3, 5);

        // One thread computes: its processor time is within the wall clock but for ticks and the VM's own threads.
        assertThat(times.dense().wallNanos()).isGreaterThan(1_000_000);
        assertThat(times.smart().wallNanos()).isGreaterThan(1_000_000);
        assertThat(times.dense().cpuNanos() + times.smart().cpuNanos()).isPositive();
        // The engine alone is larger than 100 MiB.
        assertThat(times.peakMemory()).isBetween(100L << 20, 4L << 30);
    }

    @Test
    void anInterruptEndsTheMeasurement() throws IOException {
        Graph model = bundled();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> StepTimes.measure(model, new BlockPattern.Channel(), 2, 1, 1, 3, 1_000_000))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void tableSaysHowToRepeatTheMeasurement() {
        StepCommand.Result result = new StepCommand.Result(
                "espalier bench step m.onnx",
                1,
                2,
                List.of("PyTorch 2"),
                new StepCommand.Kind(200, 380, 640),
                new StepCommand.Kind(210, 418, 609.5),
                1.05,
                1.1,
                2345.6);

        assertThat(StepCommand.lines(result))
                .containsExactly(
                        "$ espalier bench step m.onnx",
                        "PyTorch 2",
                        "seed 1, threads 2; wall clock is the median, CPU the mean of all threads",
                        "",
                        "step       wall       CPU  images/s  wall ratio  CPU ratio",
                        "dense  200.0 ms  380.0 ms     640.0       1.000      1.000",
                        "smart  210.0 ms  418.0 ms     609.5       1.050      1.100",
                        "",
                        "peak memory 2346 MiB, with both networks in one process");
    }

    @Test
    void blocksAreNamedAsOnPaper() {
        assertThat(BlockOption.parse("8x16")).isEqualTo(new BlockPattern.Tile(8, 16));
        assertThat(BlockOption.parse("channel")).isEqualTo(new BlockPattern.Channel());
        assertThatThrownBy(() -> BlockOption.parse("8")).isInstanceOf(PipelineException.Permanent.class);
    }

    /// The global average at the end makes the network indifferent to the extent, though the file declares one.
    @Test
    void imagesMayHaveAnotherExtentThanTheFiles() throws IOException {
        Graph larger = ImageExtent.parse("48x64").of(bundled());

        assertThat(larger.inputs().getFirst().shape().bound(2).sizes()).containsExactly(2, 3, 48, 64);
        assertThat(RandomImages.labelled(larger, 2, 1).width()).isEqualTo(64);
        assertThatThrownBy(() -> ImageExtent.parse("64"))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("HEIGHTxWIDTH");
    }

    private static Graph bundled() throws IOException {
        try (InputStream bytes = StepTimesTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            return OnnxFile.read(bytes.readAllBytes());
        }
    }
}

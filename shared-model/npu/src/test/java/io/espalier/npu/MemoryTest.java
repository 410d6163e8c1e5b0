package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.npu.profile.Memory;
import io.espalier.npu.profile.Overhead;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Bytes and waiting of a small network, worked out by hand: `image (1, 8, 10, 10)`, two 1×1 convolutions of 8 to 8
/// channels with a ReLU between, and a sum with the image. Every value is 800 bytes, every weight 64.
class MemoryTest {

    private static final NpuProfile ARRAY = NpuProfiles.named("systolic-8x8");
    private static final int VALUE = 800;
    private static final int WEIGHT = 64;
    /// One fold: `2 · 8 + 8 + 100 - 2 - 1`.
    private static final long COMPUTE = 121;

    @Test
    void withoutRoomOnChipEveryValueGoesOutAndComesBack() {
        NpuReport report = NpuModel.estimate(network(), with(memory(0, 0, Memory.Overlap.PERFECT)));
        // first: image, weight, result; second: that, weight, image again, result
        assertThat(traffic(report)).containsExactly((long) (2 * VALUE + WEIGHT), (long) (3 * VALUE + WEIGHT));
        // a byte a cycle: 500 MB/s at 500 MHz
        assertThat(report.products())
                .extracting(LayerEstimate::cycles)
                .containsExactly(2L * VALUE + WEIGHT, 3L * VALUE + WEIGHT);
        assertThat(report.boundBy()).isEqualTo(BoundBy.DRAM);
    }

    @Test
    void valuesThatFitStayUntilTheirLastReader() {
        assertThat(traffic(NpuModel.estimate(network(), with(memory(VALUE, 0, Memory.Overlap.PERFECT)))))
                .containsExactly((long) (VALUE + WEIGHT), (long) (2 * VALUE + WEIGHT));
        assertThat(traffic(NpuModel.estimate(network(), with(memory(VALUE - 1, 0, Memory.Overlap.PERFECT)))))
                .containsExactly((long) (2 * VALUE + WEIGHT), (long) (3 * VALUE + WEIGHT));
    }

    @Test
    void cachedWeightsAreNotReadAgain() {
        assertThat(traffic(NpuModel.estimate(network(), with(memory(0, WEIGHT, Memory.Overlap.PERFECT)))))
                .containsExactly((long) (2 * VALUE), (long) (3 * VALUE + WEIGHT));
    }

    @Test
    void transfersOverlapAsTheMemorySays() {
        long bytes = 2 * VALUE + WEIGHT;
        assertThat(first(Memory.Overlap.PERFECT)).isEqualTo(Math.max(COMPUTE, bytes));
        assertThat(first(Memory.Overlap.NONE)).isEqualTo(COMPUTE + bytes);
        // a buffer of 1000 bytes, half of it a part: four parts
        double parts = Math.ceil(bytes / 500.0);
        assertThat((double) first(Memory.Overlap.DOUBLE_BUFFERED))
                .isCloseTo((bytes + COMPUTE + (parts - 1) * bytes) / parts, within(1.0));
    }

    private static long first(Memory.Overlap overlap) {
        return NpuModel.estimate(network(), with(memory(0, 0, overlap)))
                .products()
                .get(0)
                .cycles();
    }

    @Test
    void overheadsComeOnTopOfEveryKernelAndOfTheInference() {
        NpuProfile slow = ARRAY.withOverhead(new Overhead(0.5, 2, 100));
        NpuReport report = NpuModel.estimate(network(), slow);
        // two kernels; 2 µs = 1000 cycles, 100 µs = 50,000
        assertThat(report.cycles()).isEqualTo(2 * (2 * COMPUTE + 1000) + 50_000);
        assertThat(report.boundBy()).isEqualTo(BoundBy.OVERHEAD);
        assertThat(report.denseCycles()).isEqualTo(report.cycles());
    }

    @Test
    void latencyAndSlowBuffersAreWaitedFor() {
        Memory.Buffered late = new Memory.Buffered(
                1000, 0, 0, 0, 500e6, 1, 200, 2, Memory.Resident.CHEAPER, Memory.Overlap.PERFECT, 1, 8);
        LayerEstimate.OnArray layer =
                NpuModel.estimate(network(), with(late)).products().get(0);
        assertThat(layer.timing().dramCycles()).isEqualTo(2 * VALUE + WEIGHT + 100);
        // inputs once, weights once, results once, two bytes a cycle
        assertThat(layer.timing().sramCycles()).isEqualTo((2 * VALUE + WEIGHT) / 2);
    }

    @Test
    void partialSumsThatDoNotFitGoOutAndComeBack() {
        Memory.Buffered small = new Memory.Buffered(
                4000, 0, 0, 100 * 8 * 4 - 1, 500e6, 1, 0, 0, Memory.Resident.CHEAPER, Memory.Overlap.PERFECT, 1, 8);
        Graph deep = Graphs.chain(
                Shape.of(1, 24, 10, 10),
                List.of(new Node("deep", conv(), List.of("image", "w"), List.of("out"))),
                Map.of("w", ones(8, 24, 1, 1)));
        // three row folds: two rounds of 800 sums of 4 bytes, out and back
        LayerEstimate layer = NpuModel.estimate(deep, with(small)).layers().get(0);
        assertThat(layer.traffic().partialBytes()).isEqualTo(2 * 2 * 4 * VALUE);
        assertThat(layer.traffic().dramBytes()).isEqualTo(24 * 100 + 8 * 24 + VALUE + 2 * 2 * 4 * VALUE);
    }

    @Test
    void energyIsASumOverActions() {
        LayerEstimate layer = NpuModel.estimate(network(), ARRAY).layers().get(0);
        // 6400 multiply-accumulates of 0.3 pJ and 1664 bytes on chip of 2.5 pJ
        assertThat(layer.microjoules()).isCloseTo((6400 * 0.3 + 1664 * 2.5) * 1e-6, within(1e-12));
    }

    private static List<Long> traffic(NpuReport report) {
        return report.products().stream()
                .map(layer -> layer.traffic().dramBytes())
                .toList();
    }

    private static NpuProfile with(Memory memory) {
        return ARRAY.withMemory(memory);
    }

    private static Memory.Buffered memory(long featureMaps, long cache, Memory.Overlap overlap) {
        return new Memory.Buffered(1000, featureMaps, cache, 0, 500e6, 1, 0, 0, Memory.Resident.CHEAPER, overlap, 1, 8);
    }

    private static Conv conv() {
        return new Conv(1, Window.square(1, 1, 0));
    }

    private static Graph network() {
        return Graphs.chain(
                Shape.of(1, 8, 10, 10),
                List.of(
                        new Node("first", conv(), List.of("image", "w1"), List.of("a")),
                        new Node("relu", new Relu(), List.of("a"), List.of("b")),
                        new Node("second", conv(), List.of("b", "w2"), List.of("c")),
                        new Node("sum", new Add(), List.of("c", "image"), List.of("d"))),
                Map.of("w1", ones(8, 8, 1, 1), "w2", ones(8, 8, 1, 1)));
    }

    private static Tensor ones(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 1);
        return Tensor.ofFloats(shape, values);
    }
}

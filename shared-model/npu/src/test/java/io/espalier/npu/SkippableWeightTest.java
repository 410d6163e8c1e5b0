package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What granules are said to save is what clearing them saves in the estimate.
class SkippableWeightTest {

    private static final NpuProfile DEVICE = NpuProfiles.named("systolic-8x8");

    @Test
    void clearedGranulesSaveWhatTheySay() {
        SplittableRandom random = new SplittableRandom(1);
        Graph graph = network();
        long dense = NpuModel.estimate(graph, DEVICE).cycles();
        List<SkippableWeight> weights = NpuModel.skippable(graph, DEVICE);
        assertThat(weights).extracting(SkippableWeight::weight).containsExactly("w1", "w2", "w3", "w4");
        for (SkippableWeight weight : weights) {
            assertThat(weight.granules()).as(weight.node()).isGreaterThan(4);
            boolean[] cleared = new boolean[weight.granules()];
            for (int granule = 1; granule < cleared.length; granule++) {
                cleared[granule] = random.nextBoolean();
            }
            long saved = 0;
            for (boolean granule : cleared) {
                saved += granule ? weight.cyclesPerGranule() : 0;
            }
            assertThat(dense
                            - NpuModel.estimate(without(graph, weight, cleared), DEVICE)
                                    .cycles())
                    .as(weight.node())
                    .isEqualTo(saved);
        }
    }

    @Test
    void noneIsListedWhereSavingsDoNotAddUp() {
        assertThat(NpuModel.skippable(network(), NpuProfiles.named("systolic-32x32-dense")))
                .isEmpty();
        assertThat(NpuModel.skippable(network(), NpuProfiles.named("ethos-u65-512")))
                .isEmpty();
        assertThat(NpuModel.skippable(network(), NpuProfiles.named("rk3588-core")))
                .isEmpty();
    }

    private static Graph without(Graph graph, SkippableWeight weight, boolean[] cleared) {
        Tensor tensor = graph.constant(weight.weight()).orElseThrow();
        float[] values = tensor.floats();
        for (int element = 0; element < values.length; element++) {
            values[element] = cleared[weight.granuleOf(element)] ? 0 : values[element];
        }
        return graph.withInitializers(Map.of(weight.weight(), Tensor.ofFloats(tensor.shape(), values)));
    }

    /// A convolution, one in two groups whose channels are no multiple of a tile, and two linear layers.
    private static Graph network() {
        Window window = Window.square(3, 1, 1);
        return Graphs.chain(
                Shape.of(1, 6, 5, 5),
                List.of(
                        new Node("conv", new Conv(1, window), List.of("image", "w1"), List.of("a")),
                        new Node("grouped", new Conv(2, window), List.of("a", "w2"), List.of("b")),
                        new Node("flat", new Flatten(1), List.of("b"), List.of("c")),
                        new Node("gemm", new Gemm(1, 1, false, true), List.of("c", "w3"), List.of("d")),
                        new Node("matmul", new MatMul(), List.of("d", "w4"), List.of("e"))),
                Map.of(
                        "w1", ones(20, 6, 3, 3),
                        "w2", ones(22, 10, 3, 3),
                        "w3", ones(30, 22 * 25),
                        "w4", ones(30, 11)));
    }

    private static Tensor ones(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 1);
        return Tensor.ofFloats(shape, values);
    }
}

package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A small network whose costs were worked out by hand.
///
/// `image (n, 8, 8, 8) → conv 3×3, 16 → relu → conv 3×3, 16 → + relu's result → max pool 2×2 → flatten → linear, 10`.
class NpuModelTest {

    private static final NpuProfile SMALL = NpuProfiles.named("systolic-8x8");
    private static final NpuProfile LARGE = NpuProfiles.named("systolic-32x32");
    private static final NpuProfile DENSE = NpuProfiles.named("systolic-32x32-dense");
    private static final int TAPS = 9;

    @Test
    void denseLayersCostWhatTheFormulasSay() {
        NpuReport report = NpuModel.estimate(network(), SMALL);
        // conv1: K 72 = 9 row folds, N 16 = 2 column folds, 64 pixels: f = 2·8 + 8 + 64 - 2 = 86
        // conv2: K 144 = 18 row folds; linear: K 256 = 32 row folds, N 10 = 2 column folds, 1 pixel: f = 23
        assertThat(report.products())
                .extracting(LayerEstimate.OnArray::denseCycles)
                .containsExactly(18 * 86 - 1L, 36 * 86 - 1L, 64 * 23 - 1L);
        assertThat(report.products())
                .extracting(LayerEstimate.OnArray::denseWeightBytes)
                .containsExactly(72 * 16L, 144 * 16L, 256 * 10L);
        assertThat(report.macs()).isEqualTo(64 * 72 * 16 + 64 * 144 * 16 + 256 * 10);
        assertThat(report.cycles()).isEqualTo(report.denseCycles());
        assertThat(report.milliseconds()).isEqualTo(report.cycles() / 500e3);
    }

    @Test
    void everyOtherNodeSaysWhatItCostsOrWhyNothing() {
        NpuReport report = NpuModel.estimate(network(), SMALL);
        assertThat(report.layers())
                .filteredOn(layer -> !(layer instanceof LayerEstimate.OnArray))
                .extracting(LayerEstimate::name, LayerEstimate::cycles, NpuModelTest::reason)
                .containsExactly(
                        tuple("relu", 0L, LayerEstimate.Reason.FUSED),
                        // conv2's result leaves the array into the sum; relu's comes from memory
                        tuple("sum", 0L, LayerEstimate.Reason.FUSED),
                        // 16 · 4 · 4 windows of 4 taps on 8 lanes
                        tuple("pool", 128L, 1024L),
                        tuple("flat", 0L, LayerEstimate.Reason.VIEW));
    }

    @Test
    void aResultThatOthersReadTooIsNotFused() {
        // Given: the first convolution's result is also the graph's
        Graph graph = network();
        Graph both = new Graph(
                "test",
                graph.inputs(),
                List.of(graph.outputs().get(0), new ValueInfo("c1", ElementType.FLOAT, new Shape(List.of()))),
                graph.nodes(),
                graph.initializers(),
                graph.header());
        // When
        LayerEstimate relu = NpuModel.estimate(both, SMALL).layers().get(1);
        // Then: 16 · 8 · 8 elements on 8 lanes
        assertThat(relu.cycles()).isEqualTo(128);
        assertThat(reason(relu)).isEqualTo(1024L);
    }

    private static Object reason(LayerEstimate layer) {
        return switch (layer) {
            case LayerEstimate.Free free -> free.reason();
            case LayerEstimate.OnVectorUnit vector -> vector.operations();
            case LayerEstimate.OnArray array -> array.gemm().macs();
        };
    }

    @Test
    void aZeroBlockOfTheArraysSizeIsOneFoldLess() {
        NpuReport report = NpuModel.estimate(cleared(1, 0), SMALL);
        LayerEstimate.OnArray conv = report.products().get(1);
        assertThat(conv.foldsTotal()).isEqualTo(36);
        assertThat(conv.foldsSkipped()).isEqualTo(1);
        assertThat(conv.cycles()).isEqualTo(35 * 86 - 1);
        assertThat(conv.effectiveMacs()).isEqualTo(64 * (144 * 16 - 64));
        assertThat(conv.weightBytes()).isEqualTo(144 * 16 - 64 + 5); // 36 bits of bitmap
        assertThat(conv.utilisation()).isEqualTo(64.0 * (144 * 16 - 64) / (64 * (35 * 86 - 1)));
    }

    @Test
    void aZeroBlockSmallerThanTheArrayIsNoFoldLess() {
        // Given: 9 taps · 16 inputs = 144 rows = 5 folds of 32 rows, all 16 outputs in one column fold
        NpuReport report = NpuModel.estimate(cleared(1, 0), LARGE);
        assertThat(report.products().get(1).foldsTotal()).isEqualTo(5);
        assertThat(report.foldsSkipped()).isZero();
        assertThat(report.cycles()).isEqualTo(report.denseCycles());
        assertThat(report.weightBytes()).isEqualTo(report.denseWeightBytes());
    }

    @Test
    void aDeviceWithoutSkippingTakesZerosAsWeights() {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        network()
                .initializers()
                .forEach((name, tensor) -> zeros.put(name, Tensor.ofFloats(tensor.shape(), new float[tensor.size()])));
        Graph nothing = network().withInitializers(zeros);
        assertThat(NpuModel.estimate(nothing, DENSE).cycles())
                .isEqualTo(NpuModel.estimate(network(), DENSE).denseCycles())
                .isEqualTo(NpuModel.estimate(network(), LARGE).denseCycles());
        NpuReport skipped = NpuModel.estimate(nothing, LARGE);
        assertThat(skipped.products())
                .allSatisfy(layer -> assertThat(layer.cycles()).isZero());
        assertThat(skipped.foldsSkipped()).isEqualTo(skipped.foldsTotal());
        assertThat(skipped.utilisation()).isZero();
    }

    @Test
    void anUnknownDeviceIsRefusedWithAllNames() {
        assertThatThrownBy(() -> NpuProfiles.named("systolic-9x9"))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.DEVICE_UNKNOWN))
                .hasMessage("no NPU profile is named 'systolic-9x9'; there are "
                        + NpuProfiles.all().stream().map(NpuProfile::name).collect(Collectors.joining(", ")));
    }

    /// The network with the block of outputs 8–15 and inputs 0–7 of one tap of the second convolution set to 0.
    private static Graph cleared(int tapRow, int tapColumn) {
        Tensor weight = network().constant("w2").orElseThrow();
        float[] values = weight.floats();
        for (int output = 8; output < 16; output++) {
            for (int input = 0; input < 8; input++) {
                values[(output * 16 + input) * TAPS + tapRow * 3 + tapColumn] = 0;
            }
        }
        return network().withInitializers(Map.of("w2", Tensor.ofFloats(weight.shape(), values)));
    }

    private static Graph network() {
        Conv conv = new Conv(1, Window.square(3, 1, 1));
        List<Node> nodes = List.of(
                new Node("conv1", conv, List.of("image", "w1"), List.of("c1")),
                new Node("relu", new Relu(), List.of("c1"), List.of("r")),
                new Node("conv2", conv, List.of("r", "w2"), List.of("c2")),
                new Node("sum", new Add(), List.of("c2", "r"), List.of("s")),
                new Node("pool", new MaxPool(Window.square(2, 2, 0), false, 0), List.of("s"), List.of("p")),
                new Node("flat", new Flatten(1), List.of("p"), List.of("f")),
                new Node(
                        "linear",
                        new io.espalier.onnx.op.Gemm(1, 1, false, true),
                        List.of("f", "w3"),
                        List.of("logits")));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("w1", ones(16, 8, 3, 3));
        weights.put("w2", ones(16, 16, 3, 3));
        weights.put("w3", ones(10, 256));
        Shape image = new Shape(List.of(Dim.of("n"), Dim.of(8), Dim.of(8), Dim.of(8)));
        return Graphs.chain(image, nodes, weights);
    }

    /// Of an image of one pixel every latency gate would be met.
    @Test
    void anOpenSizeOfTheImagesIsRefused() {
        Shape open = new Shape(List.of(Dim.of("n"), Dim.of(8), Dim.of("height"), Dim.of("width")));
        Node convolution = new Node("body", new Conv(1, Window.square(3, 1, 1)), List.of("image", "w1"), List.of("c"));
        Graph graph = Graphs.chain(open, List.of(convolution), Map.of("w1", ones(16, 8, 3, 3)));
        assertThatThrownBy(() -> NpuModel.estimate(graph, NpuProfiles.named("systolic-32x32")))
                .hasMessageContaining("(n, 8, height, width)")
                .hasMessageContaining("fixed height and width");
    }

    private static Tensor ones(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 1);
        return Tensor.ofFloats(shape, values);
    }
}

package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.SystolicCompat;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Operators of segmenters, detectors and transformers on `(1, 6, 4, 5)`, each with a count made by hand.
class VisionLoweringTest {

    private static final int CHANNELS = 6;
    private static final int ELEMENTS = CHANNELS * 4 * 5;
    private static final Shape IMAGE = Shape.of(1, CHANNELS, 4, 5);

    @Test
    void aTransposedConvolutionIsItsPixelsTimesTheWeightMatrix() {
        // Given
        int groups = 2;
        int outputs = 3;
        int taps = 4;
        float[] weight = new float[CHANNELS * outputs * taps];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i;
        }

        // When
        Work.Product product = transposed(groups, 2, Tensor.ofFloats(new long[] {CHANNELS, outputs, 2, 2}, weight));

        // Then
        assertThat(product.gemm()).isEqualTo(new Gemm(20, (long) outputs * taps, CHANNELS / groups, groups));
        assertThat(product.scattered())
                .as("patches of 2 x 2 at a stride of 2 do not overlap")
                .isZero();
        WeightMatrix matrix = WeightMatrix.of(product, weight);
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int column = 0; column < outputs * taps; column++) {
                assertThat(matrix.at(channel / 3, channel % 3, column))
                        .isEqualTo(weight[channel * outputs * taps + column]);
            }
        }
    }

    @Test
    void overlappingPatchesAreAddedByTheVectorUnit() {
        Tensor weight = Tensor.ofFloats(new long[] {CHANNELS, 3, 3, 3}, new float[CHANNELS * 27]);
        Work.Product product = transposed(1, 2, weight);
        assertThat(product.scattered()).isEqualTo(20 * 27);

        NpuProfile profile = NpuProfiles.named("systolic-32x32-dense");
        LayerEstimate layer = NpuModel.estimate(graph(transpose(1, 2), List.of("image", "weight"), weight), profile)
                .layers()
                .get(0);
        assertThat(layer.cycles())
                .isEqualTo(((SystolicCompat) profile.engine()).array().cycles(product.gemm())
                        + Math.ceilDiv(20 * 27, profile.vector().lanes()));
    }

    @Test
    void anActivationIsNotFusedBehindOverlappingPatches() {
        NpuProfile profile = NpuProfiles.named("systolic-32x32-dense");
        assertThat(activationBehind(2, profile)).isInstanceOf(LayerEstimate.Free.class);
        assertThat(activationBehind(3, profile)).isInstanceOf(LayerEstimate.OnVectorUnit.class);
    }

    private static LayerEstimate activationBehind(int kernel, NpuProfile profile) {
        Tensor weight =
                Tensor.ofFloats(new long[] {CHANNELS, 3, kernel, kernel}, new float[CHANNELS * 3 * kernel * kernel]);
        Graph graph = Graphs.chain(
                IMAGE,
                List.of(
                        new Node("up", transpose(1, kernel, 2), List.of("image", "weight"), List.of("grown")),
                        new Node("relu", new Relu(), List.of("grown"), List.of("result"))),
                Map.of("weight", weight));
        return NpuModel.estimate(graph, profile).layers().get(1);
    }

    @Test
    void attentionIsOneProductForEachHead() {
        Node keys = new Node("t", new Transpose(List.of(0, 1, 3, 2)), List.of("image"), List.of("keys"));
        Node scores = new Node("scores", new MatMul(), List.of("image", "keys"), List.of("result"));
        Graph graph = Graphs.chain(IMAGE, List.of(keys, scores), Map.of());
        Work.Product product = (Work.Product) new Lowering(Values.ofOneImage(graph), false).lower(scores);
        assertThat(product).isEqualTo(new Work.Product(ProductShape.of(new Gemm(4, 4, 5, CHANNELS)), null));
    }

    @Test
    void resizingReadsTheSamplesAlongTheAxesThatChange() {
        Tensor doubled = Tensor.ofFloats(new long[] {4}, 1, 1, 2, 2);
        Tensor wider = Tensor.ofFloats(new long[] {4}, 1, 1, 1, 2);
        assertThat(resized(Resize.Mode.NEAREST, doubled)).isEqualTo(new Work.Gathered(4 * ELEMENTS));
        assertThat(resized(Resize.Mode.LINEAR, doubled)).isEqualTo(new Work.Gathered(4 * 4 * ELEMENTS));
        assertThat(resized(Resize.Mode.LINEAR, wider)).isEqualTo(new Work.Gathered(2 * 2 * ELEMENTS));
        assertThat(resized(Resize.Mode.CUBIC, doubled)).isEqualTo(new Work.Gathered(16 * 4 * ELEMENTS));
    }

    private static Work resized(Resize.Mode mode, Tensor scales) {
        Resize resize = new Resize(mode, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.FLOOR);
        return lowered(graph(resize, List.of("image", "", "weight"), scales));
    }

    @Test
    void vectorWorkIsCountedByElementsAndPasses() {
        Tensor channel = Tensor.ofFloats(new long[] {CHANNELS}, new float[CHANNELS]);
        Tensor row = Tensor.ofFloats(new long[] {5}, new float[5]);
        assertThat(lowered(graph(new InstanceNormalization(1e-5f), List.of("image", "weight", "weight"), channel)))
                .isEqualTo(new Work.Gathered(3 * ELEMENTS));
        assertThat(lowered(graph(new Reduce(Reduce.Kind.MAX), List.of("image"), row)))
                .isEqualTo(new Work.Gathered(ELEMENTS));
        assertThat(lowered(graph(new GlobalMaxPool(), List.of("image"), row)))
                .isEqualTo(new Work.Gathered(ELEMENTS, true));
        assertThat(lowered(graph(new Gelu(Gelu.Approximation.NONE), List.of("image"), row)))
                .isEqualTo(new Work.Elementwise(ELEMENTS));
        assertThat(lowered(graph(new Comparison(Comparison.Relation.LESS), List.of("image", "weight"), row)))
                .isEqualTo(new Work.Elementwise(ELEMENTS));
        assertThat(lowered(graph(new Variadic(Variadic.Function.SUM), List.of("image", "weight", "weight"), row)))
                .isEqualTo(new Work.Elementwise(2 * ELEMENTS));
    }

    @Test
    void movedElementsAreCountedInEveryOutput() {
        Tensor k = Tensor.ofVector(2);
        Node split = new Node("node", new Split(1, 0), List.of("image", "parts"), List.of("result", "other"));
        Graph parts = Graphs.chain(IMAGE, List.of(split), Map.of("parts", Tensor.ofVector(2, 4)));
        assertThat(lowered(parts)).isEqualTo(new Work.Gathered(ELEMENTS));
        assertThat(lowered(graph(new DepthToSpace(1, DepthToSpace.Mode.CRD), List.of("image"), k)))
                .isEqualTo(new Work.Gathered(ELEMENTS));
        assertThat(lowered(graph(new TopK(1, true, true), List.of("image", "weight"), k)))
                .as("a sort of six elements")
                .isEqualTo(new Work.Gathered(3 * ELEMENTS));
    }

    private static ConvTranspose transpose(int groups, int stride) {
        return transpose(groups, 0, stride);
    }

    /// @param kernel 0 = that of the weight
    private static ConvTranspose transpose(int groups, int kernel, int stride) {
        List<Long> strides = List.of((long) stride, (long) stride);
        List<Long> kernels = kernel == 0 ? List.of() : List.of((long) kernel, (long) kernel);
        Window square = Window.square(1, stride, 0);
        return new ConvTranspose(groups, new Window(kernels, strides, List.of(), square.padding()));
    }

    private static Work.Product transposed(int groups, int stride, Tensor weight) {
        return (Work.Product) lowered(graph(transpose(groups, stride), List.of("image", "weight"), weight));
    }

    private static Graph graph(Operator operator, List<String> inputs, Tensor weight) {
        return Graphs.of(operator, inputs, IMAGE.sizes(), weight);
    }

    private static Work lowered(Graph graph) {
        return new Lowering(Values.ofOneImage(graph), false).lower(graph.nodes().get(0));
    }
}

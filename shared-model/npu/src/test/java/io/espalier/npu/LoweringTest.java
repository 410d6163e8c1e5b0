package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Gemm;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A node and the product that it is lowered to compute the same numbers.
class LoweringTest {

    private static final int CHANNELS = 6;
    private static final int OUTPUTS = 4;
    private static final int GROUPS = 2;
    private static final int SIDE = 7;
    private static final int KERNEL = 3;
    private static final int STRIDE = 2;
    private static final int PADDING = 1;
    private static final int DILATION = 2;

    @Test
    void aGroupedStridedDilatedConvolutionIsItsPatchesTimesTheWeightMatrix() {
        // Given
        float[] weight = integers(1, OUTPUTS * CHANNELS / GROUPS * KERNEL * KERNEL);
        float[] image = integers(2, CHANNELS * SIDE * SIDE);
        Window window = new Window(
                List.of(3L, 3L),
                List.of(2L, 2L),
                List.of(2L, 2L),
                new Padding.Explicit(List.of(1L, 1L), List.of(1L, 1L)));
        Graph graph = Graphs.of(
                new Conv(GROUPS, window),
                List.of("image", "weight"),
                new long[] {1, CHANNELS, SIDE, SIDE},
                Tensor.ofFloats(new long[] {OUTPUTS, CHANNELS / GROUPS, KERNEL, KERNEL}, weight));

        // When
        Work.Product product = product(graph);

        // Then
        int side = (SIDE + 2 * PADDING - DILATION * (KERNEL - 1) - 1) / STRIDE + 1;
        Gemm gemm = product.gemm();
        assertThat(gemm)
                .isEqualTo(new Gemm((long) side * side, OUTPUTS / GROUPS, KERNEL * KERNEL * CHANNELS / GROUPS, GROUPS));
        WeightMatrix matrix = WeightMatrix.of(product, weight);
        for (int group = 0; group < GROUPS; group++) {
            for (int pixel = 0; pixel < gemm.m(); pixel++) {
                for (int n = 0; n < gemm.n(); n++) {
                    int output = group * OUTPUTS / GROUPS + n;
                    assertThat(column(matrix, group, pixel / side, pixel % side, n, image))
                            .as("output %d at %d", output, pixel)
                            .isEqualTo(convolved(image, weight, output, pixel / side, pixel % side));
                }
            }
        }
    }

    /// One element of patches · weight matrix, rows of the patch in the order `(kh, kw, ci)`.
    private static double column(WeightMatrix weights, int group, int y, int x, int n, float[] image) {
        int channels = CHANNELS / GROUPS;
        double sum = 0;
        for (int k = 0; k < KERNEL * KERNEL * channels; k++) {
            int kh = k / (KERNEL * channels);
            int kw = k / channels % KERNEL;
            sum += pixel(image, group * channels + k % channels, y, kh, x, kw) * (double) weights.at(group, k, n);
        }
        return sum;
    }

    /// The sum of the ONNX specification, straight from the tensors.
    private static double convolved(float[] image, float[] weight, int output, int y, int x) {
        int channels = CHANNELS / GROUPS;
        int group = output / (OUTPUTS / GROUPS);
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            for (int kh = 0; kh < KERNEL; kh++) {
                for (int kw = 0; kw < KERNEL; kw++) {
                    float w = weight[((output * channels + c) * KERNEL + kh) * KERNEL + kw];
                    sum += (double) w * pixel(image, group * channels + c, y, kh, x, kw);
                }
            }
        }
        return sum;
    }

    private static float pixel(float[] image, int channel, int y, int kh, int x, int kw) {
        int row = y * STRIDE + kh * DILATION - PADDING;
        int column = x * STRIDE + kw * DILATION - PADDING;
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        return inside ? image[(channel * SIDE + row) * SIDE + column] : 0;
    }

    @Test
    void bothLayoutsOfALinearLayerGiveTheSameMatrix() {
        float[] rows = integers(3, 5 * 3);
        Work.Product plain = product(gemm(false, Tensor.ofFloats(new long[] {5, 3}, rows)));
        float[] columns = transpose(rows, 5, 3);
        Work.Product transposed = product(gemm(true, Tensor.ofFloats(new long[] {3, 5}, columns)));
        assertThat(plain.gemm()).isEqualTo(Gemm.once(2, 3, 5)).isEqualTo(transposed.gemm());
        assertSameMatrix(WeightMatrix.of(plain, rows), WeightMatrix.of(transposed, columns));
    }

    @Test
    void aConstantOnTheLeftIsHeldAsTheTransposedProductsRight() {
        float[] weight = integers(4, 5 * 3);
        float[] columns = transpose(weight, 5, 3);
        Work.Product right = product(Graphs.of(
                new MatMul(),
                List.of("image", "weight"),
                new long[] {2, 5},
                Tensor.ofFloats(new long[] {5, 3}, weight)));
        Work.Product left = product(Graphs.of(
                new MatMul(),
                List.of("weight", "image"),
                new long[] {5, 2},
                Tensor.ofFloats(new long[] {3, 5}, columns)));
        assertThat(left.gemm()).isEqualTo(Gemm.once(2, 3, 5)).isEqualTo(right.gemm());
        assertSameMatrix(WeightMatrix.of(right, weight), WeightMatrix.of(left, columns));
    }

    @Test
    void leadingAxesOfTheImageAreMoreRowsOfOneProduct() {
        Work.Product product = product(Graphs.of(
                new MatMul(),
                List.of("image", "weight"),
                new long[] {1, 4, 2, 5},
                Tensor.ofFloats(new long[] {5, 3}, integers(5, 15))));
        assertThat(product.gemm()).isEqualTo(Gemm.once(8, 3, 5));
    }

    @Test
    void aStackOfWeightsIsOneProductEach() {
        float[] weights = integers(6, 4 * 5 * 3);
        Work.Product product = product(Graphs.of(
                new MatMul(),
                List.of("image", "weight"),
                new long[] {1, 4, 2, 5},
                Tensor.ofFloats(new long[] {4, 5, 3}, weights)));
        assertThat(product.gemm()).isEqualTo(new Gemm(2, 3, 5, 4));
        assertThat(WeightMatrix.of(product, weights).at(3, 2, 1)).isEqualTo(weights[3 * 15 + 2 * 3 + 1]);
    }

    @Test
    void aStackThatIsBroadcastHasNoCostAndSaysSo() {
        Graph graph = Graphs.of(
                new MatMul(),
                List.of("image", "weight"),
                new long[] {3, 4, 2, 5},
                Tensor.ofFloats(new long[] {4, 5, 3}, integers(7, 60)));
        assertThatThrownBy(() -> product(graph))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("MatMul 'node'");
    }

    private static void assertSameMatrix(WeightMatrix expected, WeightMatrix actual) {
        assertThat(actual.columns()).isDeepEqualTo(expected.columns());
    }

    private static Graph gemm(boolean transB, Tensor weight) {
        Operator operator = new io.espalier.onnx.op.Gemm(1, 1, false, transB);
        return Graphs.of(operator, List.of("image", "weight"), new long[] {2, 5}, weight);
    }

    private static Work.Product product(Graph graph) {
        Values values = Values.ofOneImage(graph);
        return (Work.Product) new Lowering(values, false).lower(graph.nodes().get(0));
    }

    private static float[] integers(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(-9, 10);
        }
        return values;
    }

    private static float[] transpose(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            result[i % columns * rows + i / columns] = matrix[i];
        }
        return result;
    }
}

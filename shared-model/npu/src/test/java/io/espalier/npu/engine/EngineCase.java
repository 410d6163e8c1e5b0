package io.espalier.npu.engine;

import io.espalier.onnx.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A random engine, layer and mask.
///
/// @param granule   rows of `K` that k-compaction leaves out together
/// @param zeroShare share of rectangles of weights that are cleared
record EngineCase(Size size, long m, long n, long channels, long taps, int granule, double zeroShare, long seed) {

    /// @param rows    of an array; input channels of a block
    /// @param columns of an array; output channels of a block
    record Size(int rows, int columns) {}

    static Arbitrary<EngineCase> any() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 6);
        Arbitrary<Long> extent = Arbitraries.longs().between(1, 17);
        return Combinators.combine(
                        Combinators.combine(side, side).as(Size::new),
                        extent,
                        extent,
                        Arbitraries.longs().between(1, 9),
                        Arbitraries.of(1L, 4L),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(0.0, 0.3, 0.7, 1.0),
                        Arbitraries.longs().between(0, 1_000_000))
                .as(EngineCase::new);
    }

    ProductShape shape() {
        return shape(m, n, channels);
    }

    ProductShape shape(long pixels, long outputs, long inputs) {
        ProductShape.Extent image = new ProductShape.Extent(pixels, 1);
        ProductShape.Extent kernel = new ProductShape.Extent(taps, 1);
        return new ProductShape(
                Gemm.once(pixels, outputs, inputs * taps), 1, image, image, kernel, ProductShape.Extent.ONE);
    }

    /// `(K, N)`, rows tap first; rectangles at random places cleared.
    long[][] weights() {
        SplittableRandom random = new SplittableRandom(seed);
        long[][] weights = new long[(int) (channels * taps)][(int) n];
        for (long[] row : weights) {
            java.util.Arrays.fill(row, 1);
        }
        int height = random.nextInt(1, 2 * size.rows + 1);
        int width = random.nextInt(1, 2 * size.columns + 1);
        for (int row = 0; row < weights.length; row += height) {
            for (int column = 0; column < n; column += width) {
                if (random.nextDouble() < zeroShare) {
                    clear(weights, row, column, height, width);
                }
            }
        }
        return weights;
    }

    static void clear(long[][] weights, int row, int column, int height, int width) {
        for (int r = row; r < Math.min(weights.length, row + height); r++) {
            for (int c = column; c < Math.min(weights[0].length, column + width); c++) {
                weights[r][c] = 0;
            }
        }
    }

    /// As a convolution's tensor `(N, channels, taps)`.
    NonZeros nonZeros(long[][] weights) {
        float[] values = new float[weights.length * (int) n];
        for (int element = 0; element < values.length; element++) {
            int within = element % weights.length;
            int row = (int) (within % taps * channels + within / taps);
            values[element] = weights[row][element / weights.length];
        }
        long[] shape = {n, channels, taps};
        return NonZeros.of(Tensor.ofFloats(shape, values), WeightLayout.ofConvolution(shape().gemm(), (int) channels));
    }
}

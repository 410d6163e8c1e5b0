package io.espalier.npu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Laws of the array's cycle counts, against a machine stepped cycle by cycle.
class ArrayProperties {

    private static final int TRIES = 300;

    /// @param zeroShare how many of the weights' tiles are cleared
    record Case(int rows, int columns, int m, int n, int k, double zeroShare, long seed) {

        SystolicArray array(Dataflow dataflow) {
            return new SystolicArray(rows, columns, dataflow);
        }

        Gemm gemm() {
            return Gemm.once(m, n, k);
        }

        long[][] inputs() {
            return random(new SplittableRandom(seed), m, k);
        }

        /// `(K, N)`, with whole tiles cleared at random.
        long[][] weights() {
            SplittableRandom random = new SplittableRandom(seed + 1);
            long[][] weights = random(random, k, n);
            for (int row = 0; row < k; row += rows) {
                for (int column = 0; column < n; column += columns) {
                    if (random.nextDouble() < zeroShare) {
                        clear(weights, row, column);
                    }
                }
            }
            return weights;
        }

        private void clear(long[][] weights, int row, int column) {
            for (int r = row; r < Math.min(k, row + rows); r++) {
                Arrays.fill(weights[r], column, Math.min(n, column + columns), 0);
            }
        }

        private static long[][] random(SplittableRandom random, int height, int width) {
            long[][] matrix = new long[height][width];
            for (long[] row : matrix) {
                Arrays.setAll(row, i -> random.nextInt(-2, 3));
            }
            return matrix;
        }

        NonZeros nonZeros(long[][] weights) {
            float[] values = new float[k * n];
            for (int i = 0; i < values.length; i++) {
                values[i] = weights[i / n][i % n];
            }
            return NonZeros.of(Tensor.ofFloats(new long[] {k, n}, values), WeightLayout.ofRows(gemm()));
        }

        Compute compute(long[][] weights) {
            return new SystolicCompat(rows, columns, Dataflow.WEIGHT_STATIONARY)
                    .compute(ProductShape.of(gemm()), nonZeros(weights), new Sparsity.TileSkip(), Cores.ONE);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 5);
        Arbitrary<Integer> extent = Arbitraries.integers().between(1, 13);
        return Combinators.combine(
                        side,
                        side,
                        extent,
                        extent,
                        extent,
                        Arbitraries.of(0.0, 0.3, 0.7, 1.0),
                        Arbitraries.longs().between(0, 1_000_000))
                .as(Case::new);
    }

    @Property(tries = TRIES)
    void denseCyclesAreThoseOfTheSteppedArray(@ForAll("cases") Case given) {
        SteppedArray stepped = new SteppedArray(given.rows(), given.columns(), false);
        for (Dataflow dataflow : Dataflow.values()) {
            long[][] product = new long[given.m()][given.n()];
            long cycles =
                    switch (dataflow) {
                        case OUTPUT_STATIONARY -> stepped.outputStationary(given.inputs(), given.weights(), product);
                        case WEIGHT_STATIONARY -> stepped.weightStationary(given.inputs(), given.weights(), product);
                        case INPUT_STATIONARY -> stepped.inputStationary(given.inputs(), given.weights(), product);
                    };
            assertThat(product).as("%s product", dataflow).isDeepEqualTo(product(given));
            assertThat(given.array(dataflow).cycles(given.gemm()))
                    .as("%s cycles, counted from 0", dataflow)
                    .isEqualTo(cycles - 1);
        }
    }

    @Property(tries = 1000)
    void skippedTilesLeaveTheProductAndTheSteppedCycles(@ForAll("cases") Case given) {
        long[][] product = new long[given.m()][given.n()];
        long cycles = new SteppedArray(given.rows(), given.columns(), true)
                .weightStationary(given.inputs(), given.weights(), product);
        assertThat(product).isDeepEqualTo(product(given));
        assertThat(given.compute(given.weights()).cycles()).isEqualTo(Math.max(0, cycles - 1));
    }

    @Property(tries = TRIES)
    void aLargerProductNeverCostsLess(@ForAll("cases") Case given, @ForAll Dataflow dataflow) {
        SystolicArray array = given.array(dataflow);
        Gemm gemm = given.gemm();
        long cycles = array.cycles(gemm);
        assertThat(array.cycles(Gemm.once(gemm.m() + 1, gemm.n(), gemm.k()))).isGreaterThanOrEqualTo(cycles);
        assertThat(array.cycles(Gemm.once(gemm.m(), gemm.n() + 1, gemm.k()))).isGreaterThanOrEqualTo(cycles);
        assertThat(array.cycles(Gemm.once(gemm.m(), gemm.n(), gemm.k() + 1))).isGreaterThanOrEqualTo(cycles);
    }

    private static long[][] product(Case given) {
        long[][] left = given.inputs();
        long[][] right = given.weights();
        long[][] product = new long[given.m()][given.n()];
        for (int m = 0; m < given.m(); m++) {
            for (int n = 0; n < given.n(); n++) {
                for (int k = 0; k < given.k(); k++) {
                    product[m][n] += left[m][k] * right[k][n];
                }
            }
        }
        return product;
    }
}

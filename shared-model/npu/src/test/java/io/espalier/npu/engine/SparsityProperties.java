package io.espalier.npu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Laws of every engine in every mode of sparsity.
class SparsityProperties {

    private static final int TRIES = 300;
    private static final int STEPPED = 1000;
    private static final Cores TWO = new Cores(2, Cores.Split.OUTPUT_CHANNELS, Cores.Assignment.ROUND_ROBIN);
    private static final Cores BANDS = new Cores(3, Cores.Split.OUTPUT_PIXELS, Cores.Assignment.ROUND_ROBIN);

    @Provide
    Arbitrary<EngineCase> cases() {
        return EngineCase.any();
    }

    @Property(tries = STEPPED, edgeCases = EdgeCasesMode.NONE)
    void compactionTakesTheCyclesOfAnArrayOnGatheredOperands(@ForAll("cases") EngineCase given) {
        SteppedCompaction stepped =
                new SteppedCompaction(given.size().rows(), given.size().columns());
        long[][] left = inputs(given);
        long[][] right = given.weights();
        for (Dataflow dataflow : Dataflow.values()) {
            long[][] product = new long[(int) given.m()][(int) given.n()];
            long cycles =
                    switch (dataflow) {
                        case WEIGHT_STATIONARY -> stepped.weightStationary(left, right, given.granule(), product);
                        case OUTPUT_STATIONARY -> stepped.outputStationary(left, right, given.granule(), product);
                        case INPUT_STATIONARY -> stepped.inputStationary(left, right, product);
                    };
            SystolicCompat engine =
                    new SystolicCompat(given.size().rows(), given.size().columns(), dataflow);
            Compute compute = engine.compute(
                    given.shape(), given.nonZeros(right), new Sparsity.KCompact(given.granule()), Cores.ONE);
            assertThat(product).as("%s product", dataflow).isDeepEqualTo(product(left, right));
            assertThat(compute.cycles()).as("%s cycles", dataflow).isEqualTo(Math.max(0, cycles - 1));
        }
    }

    @Property(tries = TRIES)
    void aDenseMaskCostsWhatNoSparsityCosts(@ForAll("cases") EngineCase given) {
        long[][] ones = new long[(int) given.shape().gemm().k()][(int) given.n()];
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        NonZeros dense = given.nonZeros(ones);
        for (Engine engine : engines(given)) {
            for (Cores cores : List.of(Cores.ONE, TWO, BANDS)) {
                Compute expected = engine.compute(given.shape(), dense, new Sparsity.None(), cores);
                assertThat(expected.cycles()).isEqualTo(expected.denseCycles());
                for (Sparsity sparsity : modes(engine, given)) {
                    assertThat(engine.compute(given.shape(), dense, sparsity, cores))
                            .as("%s, %s, %s", engine, sparsity, cores)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Property(tries = TRIES)
    void moreZerosNeverCostMore(@ForAll("cases") EngineCase given) {
        long[][] weights = given.weights();
        NonZeros before = given.nonZeros(weights);
        SplittableRandom random = new SplittableRandom(given.seed() + 1);
        EngineCase.clear(
                weights,
                random.nextInt(weights.length),
                random.nextInt((int) given.n()),
                random.nextInt(1, 9),
                random.nextInt(1, 9));
        NonZeros after = given.nonZeros(weights);
        for (Engine engine : engines(given)) {
            for (Cores cores : List.of(Cores.ONE, TWO, BANDS)) {
                for (Sparsity sparsity : modes(engine, given)) {
                    Compute more = engine.compute(given.shape(), before, sparsity, cores);
                    Compute less = engine.compute(given.shape(), after, sparsity, cores);
                    assertThat(less.cycles())
                            .as("%s, %s, %s", engine, sparsity, cores)
                            .isLessThanOrEqualTo(more.cycles());
                    assertThat(less.storedWeights()).isLessThanOrEqualTo(more.storedWeights());
                    assertThat(less.foldsSkipped()).isGreaterThanOrEqualTo(more.foldsSkipped());
                }
            }
        }
    }

    @Property(tries = TRIES)
    void cyclesLieBetweenTheWorkThatIsLeftAndTheDenseCount(@ForAll("cases") EngineCase given) {
        NonZeros weights = given.nonZeros(given.weights());
        for (Engine engine : engines(given)) {
            for (Sparsity sparsity : modes(engine, given)) {
                Compute compute = engine.compute(given.shape(), weights, sparsity, Cores.ONE);
                double left = (double) weights.count() * given.m() / engine.macsPerCycle();
                double kept = 1 - (double) compute.foldsSkipped() / compute.folds();
                double least = sparsity instanceof Sparsity.TileSkip ? kept * compute.denseCycles() : left;
                // a cycle less where a count starts from 0
                assertThat(compute.cycles())
                        .as("%s, %s", engine, sparsity)
                        .isGreaterThanOrEqualTo((long) Math.floor(least) - 1)
                        .isGreaterThanOrEqualTo((long) Math.floor(left) - 1)
                        .isLessThanOrEqualTo(compute.denseCycles());
                assertThat(compute.storedWeights()).isGreaterThanOrEqualTo(weights.count());
                assertThat(compute.effectiveMacs())
                        .isLessThanOrEqualTo(given.shape().gemm().macs());
            }
        }
    }

    @Property(tries = TRIES)
    void aLargerLayerNeverCostsLess(@ForAll("cases") EngineCase given) {
        for (Engine engine : engines(given)) {
            for (Cores cores : List.of(Cores.ONE, TWO, BANDS)) {
                long cycles = dense(engine, given.shape(), cores);
                long m = given.m();
                long n = given.n();
                long c = given.channels();
                assertThat(dense(engine, given.shape(m + 1, n, c), cores)).isGreaterThanOrEqualTo(cycles);
                assertThat(dense(engine, given.shape(m, n + 1, c), cores)).isGreaterThanOrEqualTo(cycles);
                assertThat(dense(engine, given.shape(m, n, c + 1), cores)).isGreaterThanOrEqualTo(cycles);
            }
        }
    }

    @Property(tries = TRIES)
    void severalCoresAreNeverSlowerThanOneNorFasterThanTheirNumber(@ForAll("cases") EngineCase given) {
        NonZeros weights = given.nonZeros(given.weights());
        SystolicCompat engine =
                new SystolicCompat(given.size().rows(), given.size().columns(), Dataflow.WEIGHT_STATIONARY);
        long one = engine.compute(given.shape(), weights, new Sparsity.TileSkip(), Cores.ONE)
                .cycles();
        for (Cores.Assignment assignment : Cores.Assignment.values()) {
            Cores cores = new Cores(3, Cores.Split.OUTPUT_CHANNELS, assignment);
            Compute shared = engine.compute(given.shape(), weights, new Sparsity.TileSkip(), cores);
            assertThat(shared.cycles()).as("%s", assignment).isLessThanOrEqualTo(one);
            assertThat(3 * (shared.cycles() + 1)).isGreaterThanOrEqualTo(one);
            assertThat(shared.imbalance()).isBetween(1.0, 3.0);
        }
    }

    private static long dense(Engine engine, ProductShape shape, Cores cores) {
        return engine.compute(shape, null, new Sparsity.None(), cores).cycles();
    }

    private static List<Engine> engines(EngineCase given) {
        int rows = given.size().rows();
        int columns = given.size().columns();
        return List.of(
                new SystolicCompat(rows, columns, Dataflow.WEIGHT_STATIONARY),
                new SystolicCompat(rows, columns, Dataflow.OUTPUT_STATIONARY),
                new SystolicCompat(rows, columns, Dataflow.INPUT_STATIONARY),
                new SystolicOverlapped(rows, columns, Dataflow.WEIGHT_STATIONARY),
                new SystolicOverlapped(rows, columns, Dataflow.OUTPUT_STATIONARY),
                new MacArray(rows * columns, rows, columns, 1, 1, false, false),
                new MacArray(2 * rows * columns, rows, columns, 2, 1, false, false));
    }

    private static List<Sparsity> modes(Engine engine, EngineCase given) {
        List<Sparsity> modes = List.of(
                new Sparsity.None(),
                new Sparsity.Compressed(1),
                new Sparsity.TileSkip(),
                new Sparsity.KCompact(given.granule()),
                new Sparsity.NToM(2, 4),
                new Sparsity.Rate(0.5, 0.2));
        return modes.stream().filter(mode -> accepts(engine, mode)).toList();
    }

    private static boolean accepts(Engine engine, Sparsity sparsity) {
        try {
            engine.accepts(sparsity);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static long[][] inputs(EngineCase given) {
        SplittableRandom random = new SplittableRandom(given.seed() + 2);
        long[][] left = new long[(int) given.m()][(int) given.shape().gemm().k()];
        Arrays.stream(left).forEach(row -> Arrays.setAll(row, i -> random.nextInt(-3, 4)));
        return left;
    }

    private static long[][] product(long[][] left, long[][] right) {
        long[][] product = new long[left.length][right[0].length];
        for (int m = 0; m < left.length; m++) {
            for (int k = 0; k < right.length; k++) {
                for (int n = 0; n < right[0].length; n++) {
                    product[m][n] += left[m][k] * right[k][n];
                }
            }
        }
        return product;
    }
}

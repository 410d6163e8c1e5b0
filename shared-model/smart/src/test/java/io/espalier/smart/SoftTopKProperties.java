package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The laws of the operator, on random scores, costs, budgets and temperatures.
final class SoftTopKProperties {

    /// Of central differences, in units of the temperature. The kink of LapSum's slope costs a quarter of it.
    private static final double STEP = 1e-6;

    /// One random problem; everything else is drawn from its seed.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Problem(
            SoftOperator operator, double[] scores, double[] costs, double budget, double temperature, long seed) {

        SoftMask mask() {
            return topK().mask(scores, temperature);
        }

        SoftTopK topK() {
            return topK(budget);
        }

        SoftTopK topK(double other) {
            return new SoftTopK(operator, costs, other);
        }

        /// `v = F'` from `f` alone.
        double slope(double f) {
            return switch (operator) {
                case SIGMOID -> f * (1 - f);
                case CAPPED_SIMPLEX -> f > 0 && f < 1 ? 1 : 0;
                case LAPSUM -> Math.min(f, 1 - f);
            };
        }

        double[] cotangent() {
            return gaussians(new Random(seed ^ 0x5DEECE66DL), scores.length, 1);
        }
    }

    @Provide
    Arbitrary<Problem> problems() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(2, 60);
        Arbitrary<Double> shares = Arbitraries.doubles().between(0.01, 0.99);
        Arbitrary<Double> exponents = Arbitraries.doubles().between(-2, 1);
        return Combinators.combine(sizes, shares, exponents, Arbitraries.longs(), Arbitraries.of(SoftOperator.values()))
                .as((n, share, exponent, seed, operator) -> problem(n, share, Math.pow(10, exponent), seed, operator));
    }

    /// Half of the problems are weighted.
    private static Problem problem(int n, double share, double temperature, long seed, SoftOperator operator) {
        Random random = new Random(seed);
        boolean weighted = random.nextBoolean();
        double[] costs = new double[n];
        Arrays.setAll(costs, i -> weighted ? Math.exp(random.nextGaussian()) : 1);
        double[] scores = gaussians(random, n, 1);
        return new Problem(operator, scores, costs, share * Arrays.stream(costs).sum(), temperature, seed);
    }

    /// In double precision, and with factors rounded to single precision as the graph multiplies by them.
    @Property(tries = 300)
    void costsSumToTheBudget(@ForAll("problems") Problem p) {
        double total = 0;
        double rounded = 0;
        double[] f = p.mask().values();
        for (int i = 0; i < f.length; i++) {
            total += p.costs()[i] * f[i];
            rounded += p.costs()[i] * (float) f[i];
        }
        assertThat(total).isCloseTo(p.budget(), within(1e-10 * p.budget()));
        assertThat(rounded).isCloseTo(p.budget(), within(1e-6 * p.budget()));
    }

    @Property(tries = 300)
    void orderOfScoresIsKept(@ForAll("problems") Problem p) {
        double[] f = p.mask().values();
        int[] byScore = IntStream.range(0, f.length)
                .boxed()
                .sorted((a, b) -> Double.compare(p.scores()[a], p.scores()[b]))
                .mapToInt(i -> i)
                .toArray();
        for (int i = 1; i < byScore.length; i++) {
            assertThat(f[byScore[i]]).isGreaterThanOrEqualTo(f[byScore[i - 1]]);
        }
    }

    /// The Jacobian written out, `(v_i/τ)(1[i=j] − c_j v_j/S)`, from `f` alone.
    @Property(tries = 200)
    void gradientIsCotangentTimesJacobian(@ForAll("problems") Problem p) {
        double[] f = p.mask().values();
        double[] g = p.cotangent();
        double s = 0;
        for (int i = 0; i < f.length; i++) {
            s += p.costs()[i] * p.slope(f[i]);
        }
        double[] gradient = p.mask().gradient(g);
        for (int j = 0; j < f.length; j++) {
            double expected = 0;
            for (int i = 0; i < f.length; i++) {
                double v = p.slope(f[i]);
                double w = p.slope(f[j]);
                double shared = s == 0 ? 0 : p.costs()[j] * w / s;
                expected += g[i] * v / p.temperature() * ((i == j ? 1 : 0) - shared);
            }
            assertThat(gradient[j]).isCloseTo(expected, within(1e-9 * scale(g) / p.temperature()));
        }
    }

    @Property(tries = 200)
    void gradientEqualsCentralDifferences(@ForAll("problems") Problem p) {
        double[] g = p.cotangent();
        double h = STEP * p.temperature();
        double[] gradient = p.mask().gradient(g);
        for (int j = 0; j < g.length; j++) {
            SoftMask after = p.topK().mask(moved(p.scores(), j, h), p.temperature());
            SoftMask before = p.topK().mask(moved(p.scores(), j, -h), p.temperature());
            if (sameBranch(p, before, after)) {
                double difference = (loss(g, after) - loss(g, before)) / (2 * h);
                assertThat(gradient[j]).isCloseTo(difference, within(1e-6 * scale(g) / p.temperature()));
            }
        }
    }

    private static double[] moved(double[] scores, int j, double by) {
        double[] moved = scores.clone();
        moved[j] += by;
        return moved;
    }

    /// Whether the same parts are cut off by `clip`: across its corners there is no derivative to compare.
    private static boolean sameBranch(Problem p, SoftMask before, SoftMask after) {
        return p.operator() != SoftOperator.CAPPED_SIMPLEX
                || Arrays.equals(
                        Arrays.stream(before.values()).map(p::slope).toArray(),
                        Arrays.stream(after.values()).map(p::slope).toArray());
    }

    private static double loss(double[] g, SoftMask mask) {
        return IntStream.range(0, g.length)
                .mapToDouble(i -> g[i] * mask.value(i))
                .sum();
    }

    @Property(tries = 200)
    void shadowPriceEqualsCentralDifferences(@ForAll("problems") Problem p) {
        double[] g = p.cotangent();
        double h = 1e-5 * Math.min(p.budget(), Arrays.stream(p.costs()).sum() - p.budget());
        SoftMask after = p.topK(p.budget() + h).mask(p.scores(), p.temperature());
        SoftMask before = p.topK(p.budget() - h).mask(p.scores(), p.temperature());
        if (sameBranch(p, before, after)) {
            double price = p.mask().shadowPrice(g);
            double difference = (loss(g, after) - loss(g, before)) / (2 * h);
            assertThat(price).isCloseTo(difference, within(1e-4 * (1 + Math.abs(price))));
        }
    }

    @Property(tries = 200)
    void temperatureGradientEqualsCentralDifferences(@ForAll("problems") Problem p) {
        double[] g = p.cotangent();
        double h = STEP * p.temperature();
        SoftMask after = p.topK().mask(p.scores(), p.temperature() + h);
        SoftMask before = p.topK().mask(p.scores(), p.temperature() - h);
        if (sameBranch(p, before, after)) {
            double difference = (loss(g, after) - loss(g, before)) / (2 * h);
            double scale = scale(g) * scale(p.scores()) / (p.temperature() * p.temperature());
            assertThat(p.mask().temperatureGradient(g, p.scores())).isCloseTo(difference, within(1e-6 * scale));
        }
    }

    /// `cᵀJ = 0`: no change of scores changes the total. With cotangent `c` the gradient vanishes.
    @Property(tries = 300)
    void costsAreOrthogonalToTheJacobian(@ForAll("problems") Problem p) {
        for (double gradient : p.mask().gradient(p.costs())) {
            assertThat(gradient).isCloseTo(0, within(1e-10 / p.temperature()));
        }
    }

    @Property(tries = 200)
    void permutingScoresPermutesTheMask(@ForAll("problems") Problem p) {
        int n = p.scores().length;
        int[] order = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        double[] scores = IntStream.of(order).mapToDouble(i -> p.scores()[i]).toArray();
        double[] costs = IntStream.of(order).mapToDouble(i -> p.costs()[i]).toArray();
        double[] permuted = new SoftTopK(p.operator(), costs, p.budget())
                .mask(scores, p.temperature())
                .values();
        double[] f = p.mask().values();
        for (int i = 0; i < n; i++) {
            assertThat(permuted[i]).isCloseTo(f[order[i]], within(1e-11));
        }
    }

    @Property(tries = 200)
    void onlyScoresOverTemperatureUpToAConstantMatter(@ForAll("problems") Problem p) {
        double[] moved = Arrays.stream(p.scores()).map(x -> 4 * (x + 3)).toArray();
        double[] f = p.topK().mask(moved, 4 * p.temperature()).values();
        double[] expected = p.mask().values();
        for (int i = 0; i < f.length; i++) {
            assertThat(f[i]).isCloseTo(expected[i], within(1e-11 / p.temperature()));
        }
    }

    /// Mass on the wrong side of rank k is at most `max(k, n−k) e^{−δ/2τ}` for a gap `δ` between ranks k and k+1.
    @Property(tries = 300)
    void leakedMassIsBoundedByTheGap(@ForAll("problems") Problem p) {
        int n = p.scores().length;
        int k = Math.clamp(Math.round(n * p.budget() / Arrays.stream(p.costs()).sum()), 1, n - 1);
        double[] sorted = p.scores().clone();
        Arrays.sort(sorted);
        double gap = sorted[n - k] - sorted[n - k - 1];
        double[] f = SoftTopK.unweighted(p.operator(), n, k)
                .mask(sorted, p.temperature())
                .values();
        double leaked = Arrays.stream(f, 0, n - k).sum();
        assertThat(leaked).isLessThanOrEqualTo(Math.max(k, n - k) * Math.exp(-gap / (2 * p.temperature())) + 1e-12);
    }

    /// Costs are a unit of measurement: in one twice as fine nothing changes, to the last bit.
    @Property(tries = 200)
    void scalingCostsAndBudgetByTwoChangesNoBit(@ForAll("problems") Problem p) {
        double[] doubled = Arrays.stream(p.costs()).map(c -> 2 * c).toArray();
        SoftMask other = new SoftTopK(p.operator(), doubled, 2 * p.budget()).mask(p.scores(), p.temperature());
        assertThat(other.values()).containsExactly(p.mask().values());
    }

    private static double[] gaussians(Random random, int n, double deviation) {
        return random.doubles(n)
                .map(ignored -> deviation * random.nextGaussian())
                .toArray();
    }

    private static double scale(double[] values) {
        return 1 + Arrays.stream(values).map(Math::abs).max().orElse(0);
    }
}

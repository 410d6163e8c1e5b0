package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

    /// One random problem; everything else is drawn from its seed.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Problem(double[] scores, double[] costs, double budget, double temperature, long seed) {

        SoftMask mask() {
            return new SoftTopK(costs, budget).mask(scores, temperature);
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
        return Combinators.combine(sizes, shares, exponents, Arbitraries.longs(), Arbitraries.of(true, false))
                .as((n, share, exponent, seed, weighted) -> problem(n, share, Math.pow(10, exponent), seed, weighted));
    }

    private static Problem problem(int n, double share, double temperature, long seed, boolean weighted) {
        Random random = new Random(seed);
        double[] costs = new double[n];
        Arrays.setAll(costs, i -> weighted ? Math.exp(random.nextGaussian()) : 1);
        double[] scores = gaussians(random, n, 1);
        return new Problem(scores, costs, share * Arrays.stream(costs).sum(), temperature, seed);
    }

    @Property(tries = 300)
    void costsSumToTheBudget(@ForAll("problems") Problem p) {
        double total = 0;
        double[] f = p.mask().values();
        for (int i = 0; i < f.length; i++) {
            total += p.costs()[i] * f[i];
        }
        assertThat(total).isCloseTo(p.budget(), within(1e-10 * p.budget()));
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
    @Property(tries = 100)
    void gradientIsCotangentTimesJacobian(@ForAll("problems") Problem p) {
        double[] f = p.mask().values();
        double[] g = p.cotangent();
        double s = 0;
        for (int i = 0; i < f.length; i++) {
            s += p.costs()[i] * f[i] * (1 - f[i]);
        }
        double[] gradient = p.mask().gradient(g);
        for (int j = 0; j < f.length; j++) {
            double expected = 0;
            for (int i = 0; i < f.length; i++) {
                double v = f[i] * (1 - f[i]);
                double w = f[j] * (1 - f[j]);
                expected += g[i] * v / p.temperature() * ((i == j ? 1 : 0) - p.costs()[j] * w / s);
            }
            assertThat(gradient[j]).isCloseTo(expected, within(1e-9 * scale(g) / p.temperature()));
        }
    }

    @Property(tries = 100)
    void gradientEqualsCentralDifferences(@ForAll("problems") Problem p) {
        double[] g = p.cotangent();
        double h = 1e-4 * p.temperature();
        double[] gradient = p.mask().gradient(g);
        for (int j = 0; j < g.length; j++) {
            double difference = (loss(p, g, j, h) - loss(p, g, j, -h)) / (2 * h);
            assertThat(gradient[j]).isCloseTo(difference, within(1e-6 * scale(g) / p.temperature()));
        }
    }

    private static double loss(Problem p, double[] g, int moved, double by) {
        double[] scores = p.scores().clone();
        scores[moved] += by;
        double[] f = new SoftTopK(p.costs(), p.budget())
                .mask(scores, p.temperature())
                .values();
        return IntStream.range(0, g.length).mapToDouble(i -> g[i] * f[i]).sum();
    }

    @Property(tries = 100)
    void shadowPriceEqualsCentralDifferences(@ForAll("problems") Problem p) {
        double[] g = p.cotangent();
        double h = 1e-5 * Math.min(p.budget(), Arrays.stream(p.costs()).sum() - p.budget());
        double difference = (lossAtBudget(p, g, p.budget() + h) - lossAtBudget(p, g, p.budget() - h)) / (2 * h);
        double price = p.mask().shadowPrice(g);
        assertThat(price).isCloseTo(difference, within(1e-4 * (1 + Math.abs(price))));
    }

    private static double lossAtBudget(Problem p, double[] g, double budget) {
        double[] f = new SoftTopK(p.costs(), budget)
                .mask(p.scores(), p.temperature())
                .values();
        return IntStream.range(0, g.length).mapToDouble(i -> g[i] * f[i]).sum();
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
        double[] permuted =
                new SoftTopK(costs, p.budget()).mask(scores, p.temperature()).values();
        double[] f = p.mask().values();
        for (int i = 0; i < n; i++) {
            assertThat(permuted[i]).isCloseTo(f[order[i]], within(1e-11));
        }
    }

    @Property(tries = 200)
    void onlyScoresOverTemperatureUpToAConstantMatter(@ForAll("problems") Problem p) {
        double[] moved = Arrays.stream(p.scores()).map(x -> 4 * (x + 3)).toArray();
        double[] f = new SoftTopK(p.costs(), p.budget())
                .mask(moved, 4 * p.temperature())
                .values();
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
        double[] f = SoftTopK.unweighted(n, k).mask(sorted, p.temperature()).values();
        double leaked = Arrays.stream(f, 0, n - k).sum();
        assertThat(leaked).isLessThanOrEqualTo(Math.max(k, n - k) * Math.exp(-gap / (2 * p.temperature())) + 1e-12);
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

package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The three operators against bisection on the formula, and against what is known in closed form.
final class OperatorOracleTest {

    private static final int TRIALS = 200;
    private static final int MANY = 1300;
    private static final double TOLERANCE = 1e-10;

    @ParameterizedTest
    @EnumSource
    void agreesWithBisection(SoftOperator operator) {
        DoubleUnaryOperator squash =
                switch (operator) {
                    case SIGMOID -> a -> 1 / (1 + Math.exp(-a));
                    case CAPPED_SIMPLEX -> a -> Math.min(1, Math.max(0, a));
                    case LAPSUM -> OperatorOracleTest::laplace;
                };
        forRandomProblems((z, c, budget) -> {
            double t = bisect(z, c, budget, squash);
            double[] expected =
                    Arrays.stream(z).map(x -> squash.applyAsDouble(x + t)).toArray();
            assertThat(new SoftTopK(operator, c, budget).mask(z, 1).values())
                    .containsExactly(expected, within(TOLERANCE));
        });
    }

    /// `v = F'` follows from `f`, and the gradient from `v` by the implicit function theorem.
    @ParameterizedTest
    @EnumSource
    void gradientAgreesWithItsFormula(SoftOperator operator) {
        DoubleUnaryOperator slope =
                switch (operator) {
                    case SIGMOID -> f -> f * (1 - f);
                    case CAPPED_SIMPLEX -> f -> f > 0 && f < 1 ? 1 : 0;
                    case LAPSUM -> f -> Math.min(f, 1 - f);
                };
        forRandomProblems((z, c, budget) -> {
            SoftMask mask = new SoftTopK(operator, c, budget).mask(z, 1);
            double[] v = Arrays.stream(mask.values()).map(slope).toArray();
            double weighted = 0;
            double spent = 0;
            for (int i = 0; i < z.length; i++) {
                weighted += z[i] * v[i];
                spent += c[i] * v[i];
            }
            double price = spent > 0 ? weighted / spent : 0;
            double[] expected = new double[z.length];
            Arrays.setAll(expected, j -> v[j] * (z[j] - c[j] * price));
            assertThat(mask.gradient(z)).containsExactly(expected, within(TOLERANCE));
        });
    }

    private static double laplace(double a) {
        return a < 0 ? Math.exp(a) / 2 : 1 - Math.exp(-a) / 2;
    }

    private static double bisect(double[] z, double[] c, double budget, DoubleUnaryOperator squash) {
        double low = -1e3;
        double high = 1e3;
        for (int step = 0; step < 100; step++) {
            double middle = (low + high) / 2;
            double total = 0;
            for (int i = 0; i < z.length; i++) {
                total += c[i] * squash.applyAsDouble(z[i] + middle);
            }
            low = total < budget ? middle : low;
            high = total < budget ? high : middle;
        }
        return (low + high) / 2;
    }

    /// Between two neighbours of the sorted breakpoints `−z` and `1 − z` the sum is a line.
    @Test
    void cappedSimplexAgreesWithItsSortedBreakpoints() {
        forRandomProblems((z, c, budget) -> {
            double[] breaks = new double[2 * z.length];
            for (int i = 0; i < z.length; i++) {
                breaks[i] = -z[i];
                breaks[z.length + i] = 1 - z[i];
            }
            Arrays.sort(breaks);
            int at = 0;
            while (clipped(z, c, breaks[at + 1]) < budget) {
                at++;
            }
            double below = clipped(z, c, breaks[at]);
            double above = clipped(z, c, breaks[at + 1]);
            double t = breaks[at] + (breaks[at + 1] - breaks[at]) * (budget - below) / (above - below);
            double[] expected =
                    Arrays.stream(z).map(x -> Math.clamp(x + t, 0.0, 1.0)).toArray();
            assertThat(new SoftTopK(SoftOperator.CAPPED_SIMPLEX, c, budget)
                            .mask(z, 1)
                            .values())
                    .containsExactly(expected, within(TOLERANCE));
        });
    }

    private static double clipped(double[] z, double[] c, double t) {
        double total = 0;
        for (int i = 0; i < z.length; i++) {
            total += c[i] * Math.clamp(z[i] + t, 0.0, 1.0);
        }
        return total;
    }

    /// For `c = 1` it is the point of `{0 ≤ f ≤ 1, Σf = k}` nearest to `z`: no feasible point is nearer.
    @Test
    void cappedSimplexIsTheNearestFeasiblePoint() {
        Random random = new Random(6);
        for (int trial = 0; trial < TRIALS; trial++) {
            int n = 3 + random.nextInt(10);
            int k = 1 + random.nextInt(n - 1);
            double[] z = random.doubles(n, -1, 2).toArray();
            double[] f = SoftTopK.unweighted(SoftOperator.CAPPED_SIMPLEX, n, k)
                    .mask(z, 1)
                    .values();
            double[] other = SoftTopK.unweighted(n, k)
                    .mask(random.doubles(n).toArray(), 0.1)
                    .values();
            double towards = 0; // the variational inequality of a projection, (z − f)·(other − f) ≤ 0
            for (int i = 0; i < n; i++) {
                towards += (z[i] - f[i]) * (other[i] - f[i]);
            }
            assertThat(towards).isLessThanOrEqualTo(1e-12);
        }
    }

    /// With sorted scores and `t` between two of them the sum is `α e^t + β − γ e^{−t}`: a quadratic in `e^t`.
    @Test
    void lapSumAgreesWithItsClosedForm() {
        forRandomProblems((z, c, budget) -> {
            double t = lapSumRoot(z, c, budget);
            double[] expected = Arrays.stream(z).map(x -> laplace(x + t)).toArray();
            assertThat(new SoftTopK(SoftOperator.LAPSUM, c, budget).mask(z, 1).values())
                    .containsExactly(expected, within(TOLERANCE));
        });
    }

    private static double lapSumRoot(double[] z, double[] c, double budget) {
        double[] sorted = z.clone();
        Arrays.sort(sorted);
        for (int positive = 0; positive <= z.length; positive++) {
            double from = positive == 0 ? Double.NEGATIVE_INFINITY : -sorted[z.length - positive];
            double to = positive == z.length ? Double.POSITIVE_INFINITY : -sorted[z.length - positive - 1];
            double t = quadraticRoot(z, c, budget, from);
            if (t >= from && t <= to) {
                return t;
            }
        }
        throw new AssertionError("no interval holds the root");
    }

    /// The root if exactly the scores with `z ≥ −from` are on the upper branch.
    private static double quadraticRoot(double[] z, double[] c, double budget, double from) {
        double alpha = 0;
        double beta = -budget;
        double gamma = 0;
        for (int i = 0; i < z.length; i++) {
            boolean upper = z[i] >= -from;
            alpha += upper ? 0 : c[i] * Math.exp(z[i]) / 2;
            beta += upper ? c[i] : 0;
            gamma += upper ? c[i] * Math.exp(-z[i]) / 2 : 0;
        }
        if (alpha == 0) {
            return -Math.log(beta / gamma);
        }
        double root = Math.sqrt(beta * beta + 4 * alpha * gamma);
        return Math.log(beta > 0 ? 2 * gamma / (beta + root) : (root - beta) / (2 * alpha));
    }

    private interface Check {
        void on(double[] z, double[] costs, double budget);
    }

    /// The last one has more items than are worked on at a time, and no whole number of such blocks.
    private static void forRandomProblems(Check check) {
        Random random = new Random(5);
        for (int trial = 0; trial < TRIALS; trial++) {
            int n = trial == TRIALS - 1 ? MANY : 2 + random.nextInt(20);
            double width = Math.pow(10, 2 * random.nextDouble() - 1);
            double[] z = random.doubles(n, -width, width).toArray();
            double[] c = random.doubles(n, 0.2, 3).toArray();
            check.on(z, c, random.nextDouble(0.02, 0.98) * Arrays.stream(c).sum());
        }
    }
}

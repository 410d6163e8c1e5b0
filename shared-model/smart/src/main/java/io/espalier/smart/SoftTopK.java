package io.espalier.smart;

import java.util.Arrays;

/// The differentiable top-k under a weighted budget.
///
/// `f_i = σ(x_i/τ + t)`, where `t` is the unique root of `Σ c_i f_i = B`. With `c = 1` and `B = k` it is the
/// operator of Ding et al., arXiv 2403.19969; as `τ → 0` the mask tends to the indicator of the `k` largest
/// scores.
///
/// The root lies in `[L − max z, L − min z]` with `z = x/τ` and `L = logit(B/Σc)`, because `σ(L) Σc = B`.
/// Newton's method runs on `logit(F/Σc)` instead of `F`, since that is a line when all `z` are equal, and
/// falls back to bisection whenever a step leaves the bracket. The result meets `|Σ c_i f_i − B| ≤ 1e-10 · B`.
public final class SoftTopK {

    private static final int MAX_STEPS = 200;

    /// A change of `t` below this changes no `f` by more than half a unit in the last place.
    private static final double NEGLIGIBLE_STEP = 0x1p-53;

    /// Above this a root has lost more than three of its digits.
    private static final double LARGE_SHIFT = 1e3;

    private final double[] costs;
    private final double budget;
    private final double totalCost;

    /// @param costs  `c`, shape `(n)`, each > 0 and finite
    /// @param budget `B`, in `(0, Σc)`
    /// @throws IllegalArgumentException if an argument is outside its domain
    public SoftTopK(double[] costs, double budget) {
        this.costs = costs.clone();
        this.budget = budget;
        this.totalCost = CompensatedSum.of(costs);
        for (double cost : costs) {
            require(
                    cost > 0 && cost < Double.POSITIVE_INFINITY,
                    "every cost must be positive and finite, one is ",
                    cost);
        }
        require(budget > 0 && budget < totalCost, "budget must be in (0, " + totalCost + "), was ", budget);
    }

    /// Every item costs 1: `k` of `n` are kept.
    ///
    /// @param n items, >= 2
    /// @param k in `(0, n)`, may be fractional
    public static SoftTopK unweighted(int n, double k) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return new SoftTopK(ones, k);
    }

    /// The mask of `scores` at `temperature`. Only `scores/temperature`, up to a constant, matters.
    ///
    /// @param scores      `x`, shape `(n)`, finite; higher means keep
    /// @param temperature `τ`, > 0
    /// @throws IllegalArgumentException if an argument is outside its domain
    public SoftMask mask(double[] scores, double temperature) {
        return mask(scores, temperature, 0);
    }

    /// The same, faster if the threshold is about known, as at a temperature nearby.
    ///
    /// @param threshold a score near the one where `f` is 1/2; any finite number gives the same mask but for
    ///                  rounding
    public SoftMask mask(double[] scores, double temperature, double threshold) {
        require(scores.length == costs.length, "one score per cost, " + costs.length + ", was ", scores.length);
        require(
                temperature > 0 && temperature < Double.POSITIVE_INFINITY,
                "temperature must be positive, was ",
                temperature);
        double t = root(scores, threshold, temperature);
        double moved = threshold;
        if (Math.abs(t) > LARGE_SHIFT) {
            // The last digit of a large root is coarse; scores are moved so that the root is near 0.
            moved = threshold - t * temperature;
            t = root(scores, moved, temperature);
        }
        return SoftMask.of(scores, moved, t, temperature, costs);
    }

    private double root(double[] scores, double threshold, double temperature) {
        double goal = Math.log(budget / (totalCost - budget));
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            require(Math.abs(score) < Double.POSITIVE_INFINITY, "scores must be finite, one is ", score);
            double z = (score - threshold) / temperature;
            low = Math.min(low, goal - z);
            high = Math.max(high, goal - z);
        }
        return solve(scores, threshold, temperature, new Bracket(low, high));
    }

    private double solve(double[] scores, double threshold, double temperature, Bracket bracket) {
        double t = Math.clamp(0.0, bracket.low, bracket.high);
        for (int step = 0; step < MAX_STEPS; step++) {
            Excess excess = new Excess();
            excess.add(scores, threshold, temperature, t);
            double residual = excess.value();
            if (residual == 0) {
                return t;
            }
            double next = bracket.next(t, residual > 0, excess.newton());
            if (Math.abs(next - t) <= NEGLIGIBLE_STEP * Math.max(1, Math.abs(next))) {
                return next;
            }
            t = next;
        }
        return t;
    }

    /// An interval that holds the root. A Newton step that leaves it, or is not half as long as the one
    /// before, is replaced by bisection: far from the root the excess grows like `e^t`, where Newton's steps
    /// have length 1.
    private static final class Bracket {

        private double low;
        private double high;
        private double lastStep;

        Bracket(double low, double high) {
            this.low = low;
            this.high = high;
            this.lastStep = high - low;
        }

        double next(double t, boolean tooLarge, double newton) {
            low = tooLarge ? low : t;
            high = tooLarge ? t : high;
            double next = t + newton;
            boolean trusted = next > low && next < high && Math.abs(newton) <= lastStep / 2;
            next = trusted ? next : low + (high - low) / 2;
            lastStep = Math.abs(next - t);
            return next;
        }
    }

    /// `r = Σ c σ(a) − B` and its slope `S = Σ c σ(a) σ(−a)` at one `t`, with `a = z + t`.
    ///
    /// `r = (Σ_{a ≥ 0} c − B) − Σ_{a ≥ 0} c σ(−a) + Σ_{a < 0} c σ(a)`: when the right blocks are on the right
    /// side the first term is exactly 0 for whole budgets, and a nearly hard mask still has an excess with all
    /// its digits.
    private final class Excess {

        private final CompensatedSum kept = new CompensatedSum();
        private final CompensatedSum leaked = new CompensatedSum();
        private double slope;

        void add(double[] scores, double threshold, double temperature, double t) {
            for (int i = 0; i < scores.length; i++) {
                double a = (scores[i] - threshold) / temperature + t;
                double e = Math.exp(-Math.abs(a));
                double tail = costs[i] * e / (1 + e);
                if (a >= 0) {
                    kept.add(costs[i]);
                }
                leaked.add(a >= 0 ? -tail : tail);
                slope += tail / (1 + e);
            }
        }

        double value() {
            return kept.value() - budget + leaked.value();
        }

        /// Newton's step on `logit((B + r)/Σc)`.
        double newton() {
            double r = value();
            double rest = totalCost - budget;
            double excess = Math.log1p(r / budget) - Math.log1p(-r / rest);
            return -excess * (budget + r) * (rest - r) / (totalCost * slope);
        }
    }

    private static void require(boolean ok, String message, double value) {
        if (!ok) {
            throw new IllegalArgumentException(message + value);
        }
    }
}

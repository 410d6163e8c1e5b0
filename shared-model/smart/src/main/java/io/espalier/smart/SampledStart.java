package io.espalier.smart;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;

/// A threshold to begin a long search at: the one of every 16th item under the same share of the budget.
final class SampledStart {

    private static final int STRIDE = 16;

    /// Fewer items are solved sooner than sampled.
    private static final int WORTH = 1 << 13;

    /// A guess within so many deviations of the sample's threshold is as good.
    private static final double CLOSE = 4;

    private final int n;
    private final Squash sample;
    private final double[] scores;

    /// @param costs  shape `(n)`
    /// @param budget in `(0, Σc)`
    SampledStart(SoftOperator operator, double[] costs, double budget) {
        this.n = costs.length;
        double[] sampled = new double[(n + STRIDE - 1) / STRIDE];
        Arrays.setAll(sampled, i -> costs[i * STRIDE]);
        double share = budget / CompensatedSum.of(costs);
        this.sample = Squash.of(operator, sampled, share * CompensatedSum.of(sampled));
        this.scores = new double[sampled.length];
    }

    /// `guess`, or the sample's threshold if that is clearly elsewhere.
    ///
    /// @param all shape `(n)`
    double threshold(double[] all, double temperature, double guess) {
        if (n < WORTH) {
            return guess;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = all[i * STRIDE];
        }
        double t = sample.root(scores, 0, temperature, guess);
        double threshold = sample.pivot() + (sample.median() - t) * temperature;
        return Math.abs(threshold - guess) <= CLOSE * deviation() * temperature ? guess : threshold;
    }

    /// Of the sample's `t`: by chance `√(n p(1 − p))` items too many are above any score, and one unit of `t`
    /// moves `slope` of them.
    private double deviation() {
        double p = sample.budget / sample.totalCost;
        return sample.totalCost * Math.sqrt(p * (1 - p) / scores.length) / sample.slope;
    }
}

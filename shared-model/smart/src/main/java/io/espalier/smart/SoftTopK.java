package io.espalier.smart;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;

/// The differentiable top-k under a weighted budget.
///
/// `f_i = F(x_i/τ + t)`, where `t` is the unique root of `Σ c_i f_i = B` and `F` that of the operator. With the
/// sigmoid, `c = 1` and `B = k` it is the operator of Ding et al., arXiv 2403.19969; as `τ → 0` the mask tends
/// to the indicator of the `k` largest scores. The result meets `|Σ c_i f_i − B| ≤ 1e-10 · B`.
///
/// Two ways to use it: [#mask] for a mask that nothing changes any more, [#solver] for one that is solved again
/// in every step of a training without allocating.
public final class SoftTopK {

    private final SoftOperator operator;
    private final double[] costs;
    private final double budget;

    /// The sigmoid's.
    ///
    /// @param costs  `c`, shape `(n)`, each > 0 and finite
    /// @param budget `B`, in `(0, Σc)`
    /// @throws IllegalArgumentException if an argument is outside its domain
    public SoftTopK(double[] costs, double budget) {
        this(SoftOperator.SIGMOID, costs, budget);
    }

    /// @param operator which `F`
    /// @param costs    `c`, shape `(n)`, each > 0 and finite
    /// @param budget   `B`, in `(0, Σc)`
    /// @throws IllegalArgumentException if an argument is outside its domain
    public SoftTopK(SoftOperator operator, double[] costs, double budget) {
        this.operator = operator;
        this.costs = costs.clone();
        this.budget = budget;
        for (double cost : costs) {
            require(
                    cost > 0 && cost < Double.POSITIVE_INFINITY,
                    "every cost must be positive and finite, one is ",
                    cost);
        }
        double totalCost = CompensatedSum.of(costs);
        require(budget > 0 && budget < totalCost, "budget must be in (0, " + totalCost + "), was ", budget);
    }

    /// Every item costs 1: `k` of `n` are kept, by the sigmoid.
    ///
    /// @param n items, >= 2
    /// @param k in `(0, n)`, may be fractional
    public static SoftTopK unweighted(int n, double k) {
        return unweighted(SoftOperator.SIGMOID, n, k);
    }

    /// Every item costs 1: `k` of `n` are kept.
    ///
    /// @param operator which `F`
    /// @param n        items, >= 2
    /// @param k        in `(0, n)`, may be fractional
    public static SoftTopK unweighted(SoftOperator operator, int n, double k) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return new SoftTopK(operator, ones, k);
    }

    /// A mask to be solved as often as wanted; until then it is 0 everywhere.
    public SoftMask solver() {
        return new SoftMask(Squash.of(operator, costs, budget), new SampledStart(operator, costs, budget));
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
        return solver().solve(scores, temperature, threshold);
    }

    static void require(boolean ok, String message, double value) {
        if (!ok) {
            throw new IllegalArgumentException(message + value);
        }
    }
}

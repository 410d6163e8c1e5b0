package io.espalier.smart.budget;

import io.espalier.contracts.SoftOperator;
import io.espalier.smart.SoftTopK;
import java.util.Arrays;

/// Consecutive blocks that share a soft budget `Σ c f = B`.
///
/// @param begin   index of the first block
/// @param end     one past the last
/// @param costs   `c`, shape `(end − begin)`, mean 1; empty if every block costs 1
/// @param budget  `B`, in `[0, Σ c]`
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record SoftGroup(int begin, int end, double[] costs, double budget) {

    private static final double[] ONES = {};
    private static final double ROUNDING = 1e-12;

    /// Every block costs 1.
    static SoftGroup ofBlocks(int begin, int end, int kept) {
        return new SoftGroup(begin, end, ONES, kept);
    }

    public int size() {
        return end - begin;
    }

    public boolean isUnweighted() {
        return costs.length == 0;
    }

    /// `Σ c`.
    public double total() {
        return isUnweighted() ? size() : Arrays.stream(costs).sum();
    }

    /// Whether there is anything to choose; a budget that only rounding keeps from the whole is the whole.
    public boolean isOpen() {
        return budget > 0 && budget < total() * (1 - ROUNDING);
    }

    /// About how many blocks stay: `n B/Σc`, which is `B` if every block costs 1.
    public double kept() {
        return isUnweighted() ? budget : size() * budget / total();
    }

    /// The soft top-k of an open group.
    public SoftTopK operator(SoftOperator kind) {
        return isUnweighted() ? SoftTopK.unweighted(kind, size(), budget) : new SoftTopK(kind, costs, budget);
    }
}

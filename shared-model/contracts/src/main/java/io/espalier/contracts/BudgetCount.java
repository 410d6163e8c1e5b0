package io.espalier.contracts;

import java.util.List;

/// A budget recounted from a file's bytes.
///
/// @param blocks          prunable blocks, kept and removed
/// @param removedBlocks   blocks that are exact zeros
/// @param targetRemoved   blocks the spec asked to remove; without a budget of blocks, as many as are removed
/// @param weights         weights in the prunable layers
/// @param zeroWeights     of these, exact zeros
/// @param limits          every other budget of the spec
public record BudgetCount(
        long blocks, long removedBlocks, long targetRemoved, long weights, long zeroWeights, List<Limit> limits) {

    /// One budget in a unit other than blocks.
    ///
    /// @param limit what the spec allows, in the unit
    /// @param spent what the file uses
    /// @param dense what the dense network uses
    public record Limit(BudgetUnit unit, double limit, double spent, double dense) {

        public boolean isMet() {
            return spent <= limit;
        }
    }

    public BudgetCount {
        limits = limits == null ? List.of() : List.copyOf(limits); // reports of version 0.2 know blocks alone
    }

    /// A budget of blocks alone.
    public BudgetCount(long blocks, long removedBlocks, long targetRemoved, long weights, long zeroWeights) {
        this(blocks, removedBlocks, targetRemoved, weights, zeroWeights, List.of());
    }

    /// Fraction of blocks that are exact zeros.
    public double blockSparsity() {
        return blocks == 0 ? 0 : (double) removedBlocks / blocks;
    }

    /// Whether the budget of blocks is met: exactly the blocks that were asked for, or no fewer removed where other
    /// limits may ask for more.
    public boolean isExact() {
        return limits.isEmpty() ? removedBlocks == targetRemoved : removedBlocks >= targetRemoved;
    }

    /// Whether every budget is met.
    public boolean isMet() {
        return isExact() && limits.stream().allMatch(Limit::isMet);
    }
}

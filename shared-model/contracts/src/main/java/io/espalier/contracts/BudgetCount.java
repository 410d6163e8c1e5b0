package io.espalier.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A budget recounted from a file's bytes.
///
/// @param blocks          prunable blocks, kept and removed
/// @param removedBlocks   blocks that are exact zeros
/// @param targetRemoved   blocks the spec asked to remove; without a budget of blocks, as many as are removed
/// @param weights         weights in the prunable layers
/// @param zeroWeights     of these, exact zeros
/// @param limits          every other budget of the spec
/// @param groups          of an N:M pattern; absent of any other, and in reports of version 0.3
public record BudgetCount(
        long blocks,
        long removedBlocks,
        long targetRemoved,
        long weights,
        long zeroWeights,
        List<Limit> limits,
        @Nullable Groups groups) {

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

    /// N of every M weights along the input channels of one tap, counted in every group of the file.
    ///
    /// @param kept      N: weights of a group that may be other than zero
    /// @param size      M; the last group of a run may be smaller
    /// @param groups    all of them
    /// @param exceeding of these, with more than N weights other than zero
    /// @param most      weights other than zero in the fullest group
    /// @param first     where the first of the exceeding groups is; absent without any
    public record Groups(
            int kept,
            int size,
            long groups,
            long exceeding,
            int most,
            @Nullable String first) {

        public boolean isMet() {
            return exceeding == 0;
        }

        /// What is wrong, where, and what to do; null if nothing is.
        public @Nullable String complaint() {
            return isMet()
                    ? null
                    : "%d of %d groups have more than %d of %d weights other than zero, first %s: export the pruned model again, nothing may write its weights afterwards"
                            .formatted(exceeding, groups, kept, size, first);
        }
    }

    public BudgetCount {
        limits = limits == null ? List.of() : List.copyOf(limits); // reports of version 0.2 know blocks alone
    }

    /// A budget of blocks alone.
    public BudgetCount(long blocks, long removedBlocks, long targetRemoved, long weights, long zeroWeights) {
        this(blocks, removedBlocks, targetRemoved, weights, zeroWeights, List.of(), null);
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
        return isExact() && limits.stream().allMatch(Limit::isMet) && (groups == null || groups.isMet());
    }
}

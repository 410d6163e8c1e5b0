package io.espalier.contracts;

/// A budget recounted from a file's bytes.
///
/// @param blocks          prunable blocks, kept and removed
/// @param removedBlocks   blocks that are exact zeros
/// @param targetRemoved   blocks the spec asked to remove
/// @param weights         weights in the prunable layers
/// @param zeroWeights     of these, exact zeros
public record BudgetCount(long blocks, long removedBlocks, long targetRemoved, long weights, long zeroWeights) {

    /// Fraction of blocks that are exact zeros.
    public double blockSparsity() {
        return blocks == 0 ? 0 : (double) removedBlocks / blocks;
    }

    /// Whether the file has exactly what was asked for.
    public boolean isExact() {
        return removedBlocks == targetRemoved;
    }
}

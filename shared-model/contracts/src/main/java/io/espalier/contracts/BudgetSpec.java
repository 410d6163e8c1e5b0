package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// How much must go, in one unit.
///
/// @param blockSparsity fraction of all prunable blocks that end as exact zeros, in `[0, 1)`; the number of blocks kept
///                      is `round((1 − blockSparsity) · blocks)`
public record BudgetSpec(double blockSparsity) {

    public BudgetSpec {
        require(blockSparsity >= 0 && blockSparsity < 1, "block-sparsity", blockSparsity, "in [0, 1)");
    }
}

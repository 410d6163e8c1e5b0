package io.espalier.smart.budget;

import io.espalier.contracts.BudgetUnit;

/// What the whole network costs in one unit, as a function of the blocks that it keeps.
///
/// Keeping one more block never makes it cheaper. That is all that [Selection] asks for: a block that does not fit now
/// will not fit later either, so one walk over the ranking finds a selection that nothing can be added to.
public sealed interface Cost permits AdditiveCost, GranuleCost, EstimatedCost {

    BudgetUnit unit();

    /// Of the network with all its blocks, as a pushed file has it; shares such as `50%` are of this.
    double dense();

    /// With no block kept.
    double fixed();

    /// With every block kept; above [#dense()] by a bitmap, where the unit stores one.
    double total();

    /// @param kept shape `(blocks)`
    double of(boolean[] kept);

    /// What each block stands for while the mask is soft: its own cost, with what several blocks share split evenly
    /// between them. Shape `(blocks)`, each > 0.
    double[] shares();

    /// At most this much for some `floors[l]` blocks of every layer `l`, whichever they are.
    ///
    /// @param ends   index one past the last block of each layer
    /// @param floors shape `(layers)`
    double ceiling(int[] ends, int[] floors);
}

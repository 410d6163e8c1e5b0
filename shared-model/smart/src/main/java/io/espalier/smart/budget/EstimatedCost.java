package io.espalier.smart.budget;

import io.espalier.contracts.BudgetUnit;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// A cost without a formula by block: a device whose layers wait for memory, say. Each value is an estimate of the
/// whole masked network.
///
/// @param blocks   how many there are
/// @param dense    of the network as pushed
/// @param fixed    with no block kept
/// @param total    with every block kept
/// @param estimate of the network with these blocks kept, never less for more of them
public record EstimatedCost(
        BudgetUnit unit, int blocks, double dense, double fixed, double total, ToDoubleFunction<boolean[]> estimate)
        implements Cost {

    @Override
    public double of(boolean[] kept) {
        return estimate.applyAsDouble(kept);
    }

    /// Every block the same.
    @Override
    public double[] shares() {
        double[] shares = new double[blocks];
        Arrays.fill(shares, 1);
        return shares;
    }

    /// Of the first blocks of each layer: what a selection really costs is checked when it is made.
    @Override
    public double ceiling(int[] ends, int[] floors) {
        boolean[] kept = new boolean[blocks];
        int begin = 0;
        for (int l = 0; l < ends.length; l++) {
            Arrays.fill(kept, begin, begin + floors[l], true);
            begin = ends[l];
        }
        return of(kept);
    }
}

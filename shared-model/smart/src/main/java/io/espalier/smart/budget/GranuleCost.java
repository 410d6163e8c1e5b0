package io.espalier.smart.budget;

import io.espalier.contracts.BudgetUnit;
import java.util.function.DoubleUnaryOperator;

/// `unit(fixed + Σ price)` over the granules with a kept block: tiles of an array that skips those of zeros, or output
/// channels of a file that stores zeros.
///
/// @param fixedCount of what is no block, in the granules' measure (cycles, bytes)
/// @param denseCount of the network as pushed, likewise
/// @param toUnit     from the granules' measure to the unit, ascending
public record GranuleCost(
        BudgetUnit unit, double denseCount, double fixedCount, Granules granules, DoubleUnaryOperator toUnit)
        implements Cost {

    @Override
    public double dense() {
        return toUnit.applyAsDouble(denseCount);
    }

    @Override
    public double fixed() {
        return toUnit.applyAsDouble(fixedCount);
    }

    @Override
    public double total() {
        Meter meter = meter();
        for (int b = 0; b < granules.ofBlock().length; b++) {
            meter.keep(b);
        }
        return meter.spent();
    }

    @Override
    public double of(boolean[] kept) {
        Meter meter = meter();
        for (int b = 0; b < kept.length; b++) {
            if (kept[b]) {
                meter.keep(b);
            }
        }
        return meter.spent();
    }

    @Override
    public double[] shares() {
        return granules.shares();
    }

    @Override
    public double ceiling(int[] ends, int[] floors) {
        double most = fixedCount + AdditiveCost.largest(granules.alone(), ends, floors);
        return Math.min(total(), toUnit.applyAsDouble(most));
    }

    Meter meter() {
        Granules.Count count = granules.count();
        return new Meter() {
            @Override
            public double spent() {
                return toUnit.applyAsDouble(fixedCount + count.sum());
            }

            @Override
            public double with(int block) {
                return toUnit.applyAsDouble(fixedCount + count.sum() + count.added(block));
            }

            @Override
            public void keep(int block) {
                count.keep(block);
            }
        };
    }
}

package io.espalier.smart.budget;

import io.espalier.contracts.BudgetUnit;
import java.util.Arrays;

/// `fixed + Σ c_b` over the kept blocks.
///
/// @param dense  of the network as pushed
/// @param fixed  of what is no block
/// @param shares `c`, shape `(blocks)`, whole numbers > 0, so that sums below 2⁵³ are exact
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record AdditiveCost(BudgetUnit unit, double dense, double fixed, double[] shares) implements Cost {

    @Override
    public double total() {
        return fixed + Arrays.stream(shares).sum();
    }

    @Override
    public double of(boolean[] kept) {
        double cost = fixed;
        for (int b = 0; b < kept.length; b++) {
            cost += kept[b] ? shares[b] : 0;
        }
        return cost;
    }

    @Override
    public double ceiling(int[] ends, int[] floors) {
        return fixed + largest(shares, ends, floors);
    }

    /// The sum of the `floors[l]` largest values of every layer.
    static double largest(double[] values, int[] ends, int[] floors) {
        double sum = 0;
        int begin = 0;
        for (int l = 0; l < ends.length; l++) {
            double[] ascending = Arrays.copyOfRange(values, begin, ends[l]);
            Arrays.sort(ascending);
            for (int i = 0; i < floors[l]; i++) {
                sum += ascending[ascending.length - 1 - i];
            }
            begin = ends[l];
        }
        return sum;
    }

    Meter meter() {
        return new Meter() {
            private double spent = fixed;

            @Override
            public double spent() {
                return spent;
            }

            @Override
            public double with(int block) {
                return spent + shares[block];
            }

            @Override
            public void keep(int block) {
                spent += shares[block];
            }
        };
    }
}

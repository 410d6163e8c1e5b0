package io.espalier.smart.budget;

import java.util.Arrays;

/// What several blocks share: a granule costs as soon as one of its blocks is kept, and no more after that.
///
/// @param ofBlock  the granules that each block has weights in, shape `(blocks, any)`
/// @param price    of each granule, shape `(granules)`, > 0
/// @param run      the run that each granule belongs to, shape `(granules)`; a run with any granule kept costs 1 less
///                 than its granules (an array tells the index of its last busy cycle, not their number); -1 = none
/// @param runs     how many runs there are
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Granules(int[][] ofBlock, double[] price, int[] run, int runs) {

    /// What each block touches, each granule at its full price; shape `(blocks)`.
    double[] alone() {
        return Arrays.stream(ofBlock)
                .mapToDouble(
                        own -> Arrays.stream(own).mapToDouble(g -> price[g]).sum())
                .toArray();
    }

    /// Each granule's price split evenly between its blocks; shape `(blocks)`.
    double[] shares() {
        int[] users = new int[price.length];
        for (int[] own : ofBlock) {
            for (int granule : own) {
                users[granule]++;
            }
        }
        return Arrays.stream(ofBlock)
                .mapToDouble(own ->
                        Arrays.stream(own).mapToDouble(g -> price[g] / users[g]).sum())
                .toArray();
    }

    Count count() {
        return new Count();
    }

    /// The granules that are paid for.
    final class Count {

        private final boolean[] paid = new boolean[price.length];
        private final boolean[] begun = new boolean[runs];
        private double sum;

        double sum() {
            return sum;
        }

        /// What `block` would add.
        double added(int block) {
            double added = 0;
            int first = -1;
            for (int granule : ofBlock[block]) {
                if (!paid[granule]) {
                    boolean begins = run[granule] >= 0 && !begun[run[granule]] && run[granule] != first;
                    first = begins ? run[granule] : first;
                    added += price[granule] - (begins ? 1 : 0);
                }
            }
            return added;
        }

        void keep(int block) {
            sum += added(block);
            for (int granule : ofBlock[block]) {
                paid[granule] = true;
                if (run[granule] >= 0) {
                    begun[run[granule]] = true;
                }
            }
        }
    }
}

package io.espalier.smart.budget;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Blocks that are paid for together, since they lie in the same granules: once one is kept the others are free, so
/// they are worth what they are worth on average.
///
/// @param of    the bundle of each block, shape `(blocks)`
/// @param sizes blocks of each bundle, shape `(bundles)`
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Bundles(int[] of, int[] sizes) {

    static Bundles of(Granules granules) {
        int[] of = new int[granules.ofBlock().length];
        Map<String, Integer> known = new HashMap<>();
        for (int b = 0; b < of.length; b++) {
            of[b] = known.computeIfAbsent(Arrays.toString(granules.ofBlock()[b]), ignored -> known.size());
        }
        int[] sizes = new int[known.size()];
        for (int bundle : of) {
            sizes[bundle]++;
        }
        return new Bundles(of, sizes);
    }

    /// The mean over each bundle, in the place of each value.
    double[] pooled(double[] values) {
        double[] sums = new double[sizes.length];
        for (int b = 0; b < values.length; b++) {
            sums[of[b]] += values[b];
        }
        double[] pooled = new double[values.length];
        for (int b = 0; b < values.length; b++) {
            pooled[b] = sums[of[b]] / sizes[of[b]];
        }
        return pooled;
    }
}

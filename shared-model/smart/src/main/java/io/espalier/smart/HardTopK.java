package io.espalier.smart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The exact top-k, with a floor per layer inside the budget.
///
/// Of every layer the `floor` best are taken first, then the best of the rest over all layers until `k` are
/// taken: among all selections of `k` that respect the floors this one has the largest total score. Equal
/// scores are decided by the lower index, so that the same scores always give the same mask.
public final class HardTopK {

    private HardTopK() {}

    /// @param scores shape `(n)`, finite; higher means keep
    /// @param k      how many to keep, in `[Σ min(floor, layer size), n]`
    /// @param ends   index one past the last score of each layer, ascending, the last is `n`
    /// @param floor  how many every layer keeps at least, or all it has if fewer
    /// @return shape `(n)`, exactly `k` are true
    /// @throws IllegalArgumentException if `k` is outside its domain
    public static boolean[] select(double[] scores, int k, int[] ends, int floor) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparingInt(i -> i));
        int[] layer = layerOf(ends, scores.length);
        boolean[] kept = new boolean[scores.length];
        int[] keptOf = new int[ends.length];
        int taken = 0;
        for (int i : order) {
            if (keptOf[layer[i]] < floor) {
                kept[i] = true;
                keptOf[layer[i]]++;
                taken++;
            }
        }
        if (k < taken || k > scores.length) {
            throw new IllegalArgumentException("k must be in [" + taken + ", " + scores.length + "], was " + k);
        }
        for (int rank = 0; taken < k; rank++) {
            int i = order[rank];
            taken += kept[i] ? 0 : 1;
            kept[i] = true;
        }
        return kept;
    }

    /// One layer, no floor.
    public static boolean[] select(double[] scores, int k) {
        return select(scores, k, new int[] {scores.length}, 0);
    }

    private static int[] layerOf(int[] ends, int n) {
        int[] layer = new int[n];
        int begin = 0;
        for (int l = 0; l < ends.length; l++) {
            Arrays.fill(layer, begin, ends[l], l);
            begin = ends[l];
        }
        return layer;
    }
}

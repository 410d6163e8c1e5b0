package io.espalier.smart;

import java.util.Arrays;

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
        int[] floors = new int[ends.length];
        Arrays.fill(floors, floor);
        int[] caps = new int[ends.length];
        Arrays.fill(caps, scores.length);
        return select(scores, k, ends, floors, caps);
    }

    /// The same with a floor and a cap for each layer.
    ///
    /// @param floors shape `(layers)`
    /// @param caps   how many each layer keeps at most, shape `(layers)`, each at least the layer's floor
    public static boolean[] select(double[] scores, int k, int[] ends, int[] floors, int[] caps) {
        int[] order = Ranking.descending(scores);
        int[] layer = layerOf(ends, scores.length);
        boolean[] kept = new boolean[scores.length];
        int[] keptOf = new int[ends.length];
        int taken = 0;
        for (int i : order) {
            if (keptOf[layer[i]] < floors[layer[i]]) {
                kept[i] = true;
                keptOf[layer[i]]++;
                taken++;
            }
        }
        int most = mostOf(ends, caps);
        if (k < taken || k > most) {
            throw new IllegalArgumentException("k must be in [" + taken + ", " + most + "], was " + k);
        }
        for (int rank = 0; taken < k; rank++) {
            int i = order[rank];
            if (!kept[i] && keptOf[layer[i]] < caps[layer[i]]) {
                kept[i] = true;
                keptOf[layer[i]]++;
                taken++;
            }
        }
        return kept;
    }

    private static int mostOf(int[] ends, int[] caps) {
        int most = 0;
        for (int l = 0; l < ends.length; l++) {
            most += Math.min(caps[l], ends[l] - (l == 0 ? 0 : ends[l - 1]));
        }
        return most;
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

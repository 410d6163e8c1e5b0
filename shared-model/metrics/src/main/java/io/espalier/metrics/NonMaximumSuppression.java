package io.espalier.metrics;

import java.util.Arrays;

/// Greedy choice among boxes that overlap: the box of the highest score stays, every other one whose intersection over
/// union with it exceeds a threshold goes, and so on with what is left. `O(k log k + kept · k)`.
///
/// Of equal scores the lower index comes first.
///
/// @param threshold  intersection over union above which the lower score goes, in `(0, 1]`
/// @param minScore   boxes must score higher than this
/// @param candidates the highest scores that are looked at, > 0
/// @param kept       ends when so many stay, > 0
public record NonMaximumSuppression(double threshold, float minScore, int candidates, int kept) {

    public NonMaximumSuppression {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be in (0, 1], was " + threshold);
        }
        if (candidates < 1 || kept < 1) {
            throw new IllegalArgumentException(
                    "candidates and kept must be positive, were %d and %d".formatted(candidates, kept));
        }
    }

    /// Boxes that stay, from the highest to the lowest score. One whose score is not a number never does.
    ///
    /// @param corners shape `(k, 4)`: x1 y1 x2 y2
    /// @param scores  shape `(k)`
    /// @return their indices
    public int[] keep(float[] corners, float[] scores) {
        if (corners.length != 4 * scores.length) {
            throw new IllegalArgumentException(
                    "%d scores need %d corners, had %d".formatted(scores.length, 4 * scores.length, corners.length));
        }
        int[] order = byScore(scores);
        boolean[] gone = new boolean[order.length];
        int[] stays = new int[Math.min(kept, order.length)];
        int count = 0;
        for (int i = 0; i < order.length && count < kept; i++) {
            if (!gone[i]) {
                stays[count++] = order[i];
                suppress(corners, order, gone, i);
            }
        }
        return Arrays.copyOf(stays, count);
    }

    private void suppress(float[] corners, int[] order, boolean[] gone, int winner) {
        for (int i = winner + 1; i < order.length; i++) {
            gone[i] |= BoxOverlap.iou(corners, order[winner], corners, order[i]) > threshold;
        }
    }

    private int[] byScore(float[] scores) {
        long[] keys = new long[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > minScore) {
                keys[count++] = ScoreOrder.key(scores[i], i);
            }
        }
        Arrays.sort(keys, 0, count);
        int[] order = new int[Math.min(count, candidates)];
        Arrays.setAll(order, i -> ScoreOrder.index(keys[i]));
        return order;
    }
}

package io.espalier.smart;

import java.util.Arrays;

/// The order in which blocks are asked: by score, highest first, equal scores by the lower index.
public final class Ranking {

    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = Long.SIZE / DIGIT_BITS;
    private static final int BUCKETS = 1 << DIGIT_BITS;

    private Ranking() {}

    /// Sorts by digits, least significant first, which keeps equal scores in their order; `O(n)`.
    ///
    /// @param scores shape `(n)`, finite
    /// @return shape `(n)`, indices
    public static int[] descending(double[] scores) {
        long[] keys = new long[scores.length];
        int[] order = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            keys[i] = ~ascendingBits(scores[i]);
            order[i] = i;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            order = sorted(order, keys, digit * DIGIT_BITS);
        }
        return order;
    }

    /// Bits that are ordered as the numbers are, unsigned.
    private static long ascendingBits(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
    }

    private static int[] sorted(int[] order, long[] keys, int shift) {
        int[] next = new int[BUCKETS + 1];
        for (int i : order) {
            next[bucket(keys[i], shift) + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] sorted = new int[order.length];
        for (int i : order) {
            sorted[next[bucket(keys[i], shift)]++] = i;
        }
        return sorted;
    }

    private static int bucket(long key, int shift) {
        return (int) (key >>> shift) & BUCKETS - 1;
    }
}

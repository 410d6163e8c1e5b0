package io.espalier.metrics;

/// Keys that sort indices by falling score and, of equal scores, by rising index: a stable sort on plain longs.
final class ScoreOrder {

    private ScoreOrder() {}

    /// @param score not NaN; -0 equals 0
    static long key(float score, int index) {
        int bits = Float.floatToIntBits(score + 0f);
        int rising = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        return ((long) ~rising << Integer.SIZE) | index;
    }

    static int index(long key) {
        return (int) key;
    }
}

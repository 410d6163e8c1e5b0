package io.espalier.datasets;

import java.util.SplittableRandom;

/// Independent random streams of one seed, so that any batch of any epoch can be drawn without the ones before it.
final class Seeds {

    private Seeds() {}

    /// A seed that is a pseudo-random function of `seed` and `value`: SplitMix64 of one, combined with the
    /// other, twice.
    static long derive(long seed, long value) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ value).nextLong();
    }

    /// Permutes `values` in place by the Fisher-Yates shuffle (Durstenfeld 1964, CACM algorithm 235).
    static void shuffle(int[] values, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}

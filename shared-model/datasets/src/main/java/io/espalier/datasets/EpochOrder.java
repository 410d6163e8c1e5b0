package io.espalier.datasets;

/// Which images an epoch trains on, in order: a pure function of the epoch.
interface EpochOrder {

    /// Number of images of every epoch.
    int length();

    /// Image indices, shape `(length())`.
    ///
    /// @param epoch >= 0
    int[] of(int epoch);

    /// All images once, shuffled anew, for `limit` 0 or at least the data set's size; else a [ClassBalancedOrder].
    static EpochOrder of(ImageDataset data, int limit, long seed) {
        return limit == 0 || limit >= data.size()
                ? new ShuffledOrder(data.size(), seed)
                : new ClassBalancedOrder(data, limit, seed);
    }
}

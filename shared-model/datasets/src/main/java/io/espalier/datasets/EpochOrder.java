package io.espalier.datasets;

/// Which images an epoch trains on, in order: a pure function of the epoch.
interface EpochOrder {

    /// Number of images of every epoch.
    int length();

    /// Image indices, shape `(length())`.
    ///
    /// @param epoch >= 0
    int[] of(int epoch);

    /// All images once, shuffled anew, for `limit` 0 or at least the data set's size; else a [ClassBalancedOrder] where
    /// an image has one class, and a [PermutationWalk] where not.
    static EpochOrder of(ImageDataset data, int limit, long seed) {
        if (limit == 0 || limit >= data.size()) {
            return new ShuffledOrder(data.size(), seed);
        }
        return data.kind() == AnnotationKind.LABELS
                ? new ClassBalancedOrder(data, limit, seed)
                : new PermutationWalk(data.size(), limit, seed);
    }
}

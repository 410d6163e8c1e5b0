package io.espalier.datasets;

/// Every image once an epoch.
///
/// @param length number of images
/// @param seed   of the run
record ShuffledOrder(int length, long seed) implements EpochOrder {

    @Override
    public int[] of(int epoch) {
        int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            order[i] = i;
        }
        Seeds.shuffle(order, Seeds.derive(seed, epoch));
        return order;
    }
}

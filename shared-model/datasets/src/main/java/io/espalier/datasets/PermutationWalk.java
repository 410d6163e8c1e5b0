package io.espalier.datasets;

/// Some images each epoch, as many of every one: epochs go through seeded permutations of all images, one after the
/// other, so that over epochs no image is seen more than once more often than another.
///
/// @param images number of images
/// @param length images an epoch, in `(0, images)`
/// @param seed   of the run
record PermutationWalk(int images, int length, long seed) implements EpochOrder {

    @Override
    public int[] of(int epoch) {
        int[] order = new int[length];
        int[] permutation = new int[images];
        long lap = -1;
        for (int i = 0; i < length; i++) {
            long place = (long) epoch * length + i;
            if (place / images != lap) {
                lap = place / images;
                permutation = new ShuffledOrder(images, Seeds.derive(seed, -3)).of((int) lap); // -3: of no other order
            }
            order[i] = permutation[(int) (place % images)];
        }
        return order;
    }
}

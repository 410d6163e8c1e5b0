package io.espalier.datasets;

import java.util.ArrayList;
import java.util.List;

/// As many images of every class, other ones each epoch.
///
/// Each class is walked in a seeded permutation of its own, and in a new one when that is used up. With `n` images an
/// epoch and `k` classes, a class gets `floor(n / k)` of them; the remaining `n mod k` go round the classes, one
/// further each time, so that over epochs no class gets more than one image more than another.
final class ClassBalancedOrder implements EpochOrder {

    private final int length;
    private final long seed;
    private final List<int[]> members; // image indices of each class that has any

    /// @param length images an epoch, > 0
    ClassBalancedOrder(ImageDataset data, int length, long seed) {
        this.length = length;
        this.seed = seed;
        List<List<Integer>> byClass = new ArrayList<>();
        data.classNames().forEach(name -> byClass.add(new ArrayList<>()));
        for (int i = 0; i < data.size(); i++) {
            byClass.get(data.label(i)).add(i);
        }
        members = byClass.stream()
                .filter(indices -> !indices.isEmpty())
                .map(indices -> indices.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int[] of(int epoch) {
        int[] order = new int[length];
        int filled = 0;
        for (int k = 0; k < members.size(); k++) {
            long from = drawnBefore(epoch, k);
            int count = (int) (drawnBefore(epoch + 1L, k) - from);
            walk(k, from, order, filled, count);
            filled += count;
        }
        Seeds.shuffle(order, Seeds.derive(Seeds.derive(seed, -1), epoch)); // -1: not the stream of a class
        return order;
    }

    /// Images that class `k` gave to the epochs before `epoch`: its share of each, and the extra ones, which are the
    /// numbers `t` in `[0, epoch * (n mod classes))` with `t mod classes = k`.
    private long drawnBefore(long epoch, int k) {
        int classes = members.size();
        long extra = (epoch * (length % classes) - k + classes - 1) / classes;
        return epoch * (length / classes) + extra;
    }

    /// Copies `count` images of class `k` from place `from` of its endless walk to `order[at …)`.
    private void walk(int k, long from, int[] order, int at, int count) {
        int[] indices = members.get(k);
        long lap = -1;
        int[] permutation = indices;
        for (int i = 0; i < count; i++) {
            long place = from + i;
            if (place / indices.length != lap) {
                lap = place / indices.length;
                permutation = indices.clone();
                Seeds.shuffle(permutation, Seeds.derive(Seeds.derive(seed, k), lap));
            }
            order[at + i] = permutation[(int) (place % indices.length)];
        }
    }
}

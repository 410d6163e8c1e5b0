package io.espalier.datasets;

import java.util.stream.IntStream;

/// The objects of one image.
///
/// @param corners shape `(k, 4)`: x1 y1 x2 y2 in pixels, x1 < x2 and y1 < y2
/// @param classes shape `(k)`
/// @param crowd   shape `(k)`: a box around many objects of the class, COCO's `iscrowd`; neither learned nor judged
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BoxList(float[] corners, int[] classes, boolean[] crowd) {

    public static final BoxList EMPTY = new BoxList(new float[0], new int[0], new boolean[0]);

    public BoxList {
        if (corners.length != 4 * classes.length || crowd.length != classes.length) {
            throw new IllegalArgumentException("%d classes need %d corners and as many crowd flags, had %d and %d"
                    .formatted(classes.length, 4 * classes.length, corners.length, crowd.length));
        }
    }

    /// Those whose corners are in order, `x1 < x2` and `y1 < y2`.
    BoxList withArea() {
        int[] kept = IntStream.range(0, size())
                .filter(k -> corners[4 * k] < corners[4 * k + 2] && corners[4 * k + 1] < corners[4 * k + 3])
                .toArray();
        return kept.length == size() ? this : select(kept);
    }

    private BoxList select(int[] kept) {
        BoxList selected = new BoxList(new float[4 * kept.length], new int[kept.length], new boolean[kept.length]);
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(corners, 4 * kept[i], selected.corners, 4 * i, 4);
            selected.classes[i] = classes[kept[i]];
            selected.crowd[i] = crowd[kept[i]];
        }
        return selected;
    }

    /// Number of objects, `k`.
    public int size() {
        return classes.length;
    }
}

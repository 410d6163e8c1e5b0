package io.espalier.datasets;

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

    /// Number of objects, `k`.
    public int size() {
        return classes.length;
    }
}

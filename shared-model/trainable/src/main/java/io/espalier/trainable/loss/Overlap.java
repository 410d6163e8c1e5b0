package io.espalier.trainable.loss;

/// Intersection over union of axis-parallel boxes `x1 y1 x2 y2`.
final class Overlap {

    private Overlap() {}

    /// `|a ∩ b| / |a ∪ b|` in `[0, 1]`; 0 if either box is empty or inverted.
    ///
    /// @param a shape `(m, 4)`; box `i` is meant
    /// @param b shape `(n, 4)`; box `j` is meant
    static double of(float[] a, int i, float[] b, int j) {
        double both = side(Math.max(a[4 * i], b[4 * j]), Math.min(a[4 * i + 2], b[4 * j + 2]))
                * side(Math.max(a[4 * i + 1], b[4 * j + 1]), Math.min(a[4 * i + 3], b[4 * j + 3]));
        return both == 0 ? 0 : both / (area(a, i) + area(b, j) - both);
    }

    private static double area(float[] boxes, int i) {
        return side(boxes[4 * i], boxes[4 * i + 2]) * side(boxes[4 * i + 1], boxes[4 * i + 3]);
    }

    private static double side(float from, float to) {
        return Math.max(0.0, (double) to - from);
    }
}

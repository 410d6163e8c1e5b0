package io.espalier.metrics;

/// Areas of boxes given by their corners x1 y1 x2 y2 at `4 * index` of an array, in pixels.
final class BoxOverlap {

    private BoxOverlap() {}

    static double area(float[] corners, int box) {
        int at = 4 * box;
        return ((double) corners[at + 2] - corners[at]) * ((double) corners[at + 3] - corners[at + 1]);
    }

    /// 0 if they do not touch or a corner is not a number.
    static double intersection(float[] corners, int box, float[] others, int other) {
        int a = 4 * box;
        int b = 4 * other;
        double width = (double) Math.min(corners[a + 2], others[b + 2]) - Math.max(corners[a], others[b]);
        double height = (double) Math.min(corners[a + 3], others[b + 3]) - Math.max(corners[a + 1], others[b + 1]);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// Intersection over union, in `[0, 1]`.
    static double iou(float[] corners, int box, float[] others, int other) {
        double shared = intersection(corners, box, others, other);
        return shared == 0 ? 0 : shared / (area(corners, box) + area(others, other) - shared);
    }

    /// Share of the box that lies in the other one: COCO's overlap with a crowd region.
    static double coverage(float[] corners, int box, float[] others, int other) {
        double shared = intersection(corners, box, others, other);
        return shared == 0 ? 0 : shared / area(corners, box);
    }
}

package io.espalier.datasets;

import java.util.Arrays;

/// Moves boxes with their image: `x' = scaleX · x + shiftX`, `y' = scaleY · y + shiftY`, cut at the image's edges.
///
/// A box of which nothing is left is left out. One that is less than one pixel wide or high afterwards, or of which
/// less than a tenth of the area is left, hardly shows the object: it is the truth, but not an example to learn from.
///
/// @param scaleX not 0; negative mirrors
/// @param scaleY above 0
/// @param width  of the image afterwards, in pixels
/// @param height of the image afterwards, in pixels
record BoxTransform(double scaleX, double shiftX, double scaleY, double shiftY, int width, int height) {

    private static final double SMALLEST_SHARE = 0.1;

    /// For what is judged: every box that has an area in the image.
    BoxList apply(BoxList boxes) {
        return apply(boxes, false);
    }

    /// For what is learned from: boxes that hardly show their object are crowds, so neither objects nor background.
    BoxList forTraining(BoxList boxes) {
        return apply(boxes, true);
    }

    private BoxList apply(BoxList boxes, boolean hidesRemains) {
        float[] corners = new float[boxes.corners().length];
        int[] classes = new int[boxes.size()];
        boolean[] crowd = new boolean[boxes.size()];
        int kept = 0;
        for (int k = 0; k < boxes.size(); k++) {
            if (move(boxes.corners(), 4 * k, corners, 4 * kept)) {
                classes[kept] = boxes.classes()[k];
                boolean hidden = hidesRemains && !showsObject(boxes.corners(), 4 * k, corners, 4 * kept);
                crowd[kept++] = boxes.crowd()[k] || hidden;
            }
        }
        return new BoxList(Arrays.copyOf(corners, 4 * kept), Arrays.copyOf(classes, kept), Arrays.copyOf(crowd, kept));
    }

    private boolean move(float[] in, int from, float[] out, int to) {
        double xa = scaleX * in[from] + shiftX;
        double xb = scaleX * in[from + 2] + shiftX;
        double y1 = scaleY * in[from + 1] + shiftY;
        double y2 = scaleY * in[from + 3] + shiftY;
        double x1 = Math.min(xa, xb);
        double x2 = Math.max(xa, xb);
        out[to] = (float) Math.max(x1, 0);
        out[to + 1] = (float) Math.max(y1, 0);
        out[to + 2] = (float) Math.min(x2, width);
        out[to + 3] = (float) Math.min(y2, height);
        return out[to] < out[to + 2] && out[to + 1] < out[to + 3];
    }

    private boolean showsObject(float[] in, int from, float[] out, int to) {
        double keptWidth = out[to + 2] - out[to];
        double keptHeight = out[to + 3] - out[to + 1];
        double whole = Math.abs(scaleX * (in[from + 2] - in[from])) * scaleY * (in[from + 3] - in[from + 1]);
        return keptWidth >= 1 && keptHeight >= 1 && keptWidth * keptHeight >= SMALLEST_SHARE * whole;
    }
}

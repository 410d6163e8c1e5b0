package io.espalier.datasets;

import java.util.Arrays;

/// Moves boxes with their image: `x' = scaleX · x + shiftX`, `y' = scaleY · y + shiftY`, cut at the image's edges.
///
/// A box is left out when it is less than one pixel wide or high afterwards, or less than a tenth of its area is
/// left: what remains of it does not show the object.
///
/// @param scaleX not 0; negative mirrors
/// @param scaleY above 0
/// @param width  of the image afterwards, in pixels
/// @param height of the image afterwards, in pixels
record BoxTransform(double scaleX, double shiftX, double scaleY, double shiftY, int width, int height) {

    private static final double SMALLEST_SHARE = 0.1;

    BoxList apply(BoxList boxes) {
        float[] corners = new float[boxes.corners().length];
        int[] classes = new int[boxes.size()];
        boolean[] crowd = new boolean[boxes.size()];
        int kept = 0;
        for (int k = 0; k < boxes.size(); k++) {
            if (move(boxes.corners(), 4 * k, corners, 4 * kept)) {
                classes[kept] = boxes.classes()[k];
                crowd[kept++] = boxes.crowd()[k];
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
        double keptWidth = out[to + 2] - out[to];
        double keptHeight = out[to + 3] - out[to + 1];
        return keptWidth >= 1 && keptHeight >= 1 && keptWidth * keptHeight >= SMALLEST_SHARE * (x2 - x1) * (y2 - y1);
    }
}

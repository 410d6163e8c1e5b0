package io.espalier.trainable.loss;

import java.util.Optional;

/// Where in the image a detector's points stand, inferred from their number.
///
/// The standard layout (Tian et al., FCOS, arXiv:1904.01355, section 3.1) has one point in the centre of each cell of
/// a few grids, whose strides double: `x = (column + ½) s`, `y = (row + ½) s`, `ceil(height / s)` rows of
/// `ceil(width / s)` cells, row-major, small strides first. Strides from 4 to 256 are tried; the layout is known if
/// exactly one run of them has the right number of points.
///
/// @param x shape `(points)`, pixels from the left edge
/// @param y shape `(points)`, pixels from the upper edge
@SuppressWarnings("ArrayRecordComponent") // never compared
record PointLayout(float[] x, float[] y) {

    private static final int SMALLEST_STRIDE = 4;
    private static final int LARGEST_STRIDE = 256;

    /// Empty if the points have another layout, or could have several.
    ///
    /// @param points in all grids together, >= 1
    /// @param height rows of pixels of the input
    /// @param width  columns of pixels of the input
    static Optional<PointLayout> of(int points, int height, int width) {
        Optional<PointLayout> found = Optional.empty();
        for (int first = SMALLEST_STRIDE; first <= LARGEST_STRIDE; first *= 2) {
            int count = 0;
            for (int last = first; last <= LARGEST_STRIDE && count < points; last *= 2) {
                count += cells(height, last) * cells(width, last);
                if (count == points) {
                    if (found.isPresent()) {
                        return Optional.empty();
                    }
                    found = Optional.of(grids(first, last, points, height, width));
                }
            }
        }
        return found;
    }

    private static PointLayout grids(int first, int last, int points, int height, int width) {
        float[] x = new float[points];
        float[] y = new float[points];
        int point = 0;
        for (int stride = first; stride <= last; stride *= 2) {
            for (int row = 0; row < cells(height, stride); row++) {
                for (int column = 0; column < cells(width, stride); column++, point++) {
                    x[point] = (column + 0.5f) * stride;
                    y[point] = (row + 0.5f) * stride;
                }
            }
        }
        return new PointLayout(x, y);
    }

    private static int cells(int pixels, int stride) {
        return Math.ceilDiv(pixels, stride);
    }

    /// Centres of predicted boxes, for points of unknown layout.
    ///
    /// @param boxes shape `(points, 4)`: x1 y1 x2 y2
    static PointLayout centres(float[] boxes) {
        float[] x = new float[boxes.length / 4];
        float[] y = new float[boxes.length / 4];
        for (int point = 0; point < x.length; point++) {
            x[point] = (boxes[4 * point] + boxes[4 * point + 2]) / 2;
            y[point] = (boxes[4 * point + 1] + boxes[4 * point + 3]) / 2;
        }
        return new PointLayout(x, y);
    }

    /// Whether a point is inside box `index` of `corners`, its edges excluded.
    boolean inside(int point, float[] corners, int index) {
        return x[point] > corners[4 * index]
                && x[point] < corners[4 * index + 2]
                && y[point] > corners[4 * index + 1]
                && y[point] < corners[4 * index + 3];
    }

    /// Distance of a point to the centre of box `index`, squared, in square pixels.
    double squaredDistance(int point, float[] corners, int index) {
        double dx = x[point] - (corners[4 * index] + corners[4 * index + 2]) / 2.0;
        double dy = y[point] - (corners[4 * index + 1] + corners[4 * index + 3]) / 2.0;
        return dx * dx + dy * dy;
    }
}

package io.espalier.datasets;

/// How a training image is looked at: scaled by `zoom` about its centre, then through a window.
///
/// @param dx      columns by which the window lies right of the scaled image, in `[-padding, padding]`
/// @param dy      rows by which the window lies below the scaled image, in `[-padding, padding]`
/// @param flipped whether the window is mirrored left to right
/// @param zoom    above 0; 1 = not scaled
/// @param colours change of the pixels before all that
record Placement(int dx, int dy, boolean flipped, double zoom, ColourJitter colours) {

    /// The image as it is.
    static final Placement IDENTITY = new Placement(0, 0, false, 1, ColourJitter.NONE);

    boolean keepsPlaces() {
        return dx == 0 && dy == 0 && !flipped && zoom == 1;
    }

    /// Column of the image under the centre of column `x` of the window, in units where column `i` is `[i, i + 1)`.
    double sourceX(int x, int width) {
        double centre = width / 2.0;
        return ((flipped ? width - 1 - x : x) + 0.5 + dx - centre) / zoom + centre;
    }

    /// Row of the image under the centre of row `y` of the window.
    double sourceY(int y, int height) {
        double centre = height / 2.0;
        return (y + 0.5 + dy - centre) / zoom + centre;
    }

    /// The inverse of [#sourceX] and [#sourceY], for boxes.
    BoxTransform boxes(int width, int height) {
        double shiftX = width / 2.0 * (1 - zoom) - dx;
        double shiftY = height / 2.0 * (1 - zoom) - dy;
        return flipped
                ? new BoxTransform(-zoom, width - shiftX, zoom, shiftY, width, height)
                : new BoxTransform(zoom, shiftX, zoom, shiftY, width, height);
    }
}

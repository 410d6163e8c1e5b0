package io.espalier.datasets;

/// Where a training image is looked at.
///
/// @param dx      columns by which the window lies right of the image, in `[-padding, padding]`
/// @param dy      rows by which the window lies below the image, in `[-padding, padding]`
/// @param flipped whether the window is mirrored left to right
record Placement(int dx, int dy, boolean flipped) {

    /// The image as it is.
    static final Placement IDENTITY = new Placement(0, 0, false);

    boolean isIdentity() {
        return dx == 0 && dy == 0 && !flipped;
    }
}

package io.espalier.datasets;

import io.espalier.contracts.Resize;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where an image's pixels lie in its cached form: scaled to `(scaledHeight, scaledWidth)`, then shown from row `-top`
/// and column `-left` on, in a window of `(height, width)`.
///
/// @param sourceHeight rows of the file
/// @param sourceWidth  columns of the file
/// @param top          rows of border above the scaled image; negative where it is cut
/// @param left         columns of border left of the scaled image; negative where it is cut
record Framing(
        int sourceHeight,
        int sourceWidth,
        int scaledHeight,
        int scaledWidth,
        int top,
        int left,
        int height,
        int width) {

    /// The image as it is.
    static Framing identity(int height, int width) {
        return new Framing(height, width, height, width, 0, 0, height, width);
    }

    /// Of an image of `sourceHeight × sourceWidth` pixels; as it is without `resize`.
    static Framing of(@Nullable Resize resize, int sourceHeight, int sourceWidth) {
        if (resize == null) {
            return identity(sourceHeight, sourceWidth);
        }
        double vertical = (double) resize.height() / sourceHeight;
        double horizontal = (double) resize.width() / sourceWidth;
        return switch (resize.mode()) {
            case STRETCH -> scaled(resize, sourceHeight, sourceWidth, vertical, horizontal);
            case LETTERBOX -> uniform(resize, sourceHeight, sourceWidth, Math.min(vertical, horizontal));
            case CROP -> uniform(resize, sourceHeight, sourceWidth, Math.max(vertical, horizontal));
        };
    }

    private static Framing uniform(Resize resize, int sourceHeight, int sourceWidth, double factor) {
        return scaled(resize, sourceHeight, sourceWidth, factor, factor);
    }

    private static Framing scaled(Resize to, int sourceHeight, int sourceWidth, double vertical, double horizontal) {
        int scaledHeight = Math.max(1, (int) Math.round(sourceHeight * vertical));
        int scaledWidth = Math.max(1, (int) Math.round(sourceWidth * horizontal));
        int top = Math.floorDiv(to.height() - scaledHeight, 2);
        int left = Math.floorDiv(to.width() - scaledWidth, 2);
        return new Framing(sourceHeight, sourceWidth, scaledHeight, scaledWidth, top, left, to.height(), to.width());
    }

    /// For messages: width × height, as image tools say it.
    String sourceExtent() {
        return sourceWidth + "x" + sourceHeight;
    }

    boolean isIdentity() {
        return sourceHeight == height
                && sourceWidth == width
                && scaledHeight == height
                && scaledWidth == width
                && top == 0
                && left == 0;
    }

    /// Each sample is that of the source at the place of the pixel's centre, `border` where there is none.
    ///
    /// @param plane shape `(sourceHeight, sourceWidth)`
    /// @return shape `(height, width)`
    byte[] nearest(byte[] plane, byte border) {
        byte[] out = new byte[height * width];
        Arrays.fill(out, border);
        for (int y = Math.max(top, 0); y < Math.min(top + scaledHeight, height); y++) {
            int in = sourceAt(y - top, scaledHeight, sourceHeight) * sourceWidth;
            for (int x = Math.max(left, 0); x < Math.min(left + scaledWidth, width); x++) {
                out[y * width + x] = plane[in + sourceAt(x - left, scaledWidth, sourceWidth)];
            }
        }
        return out;
    }

    /// `floor((at + ½) · source / scaled)`, in integers.
    private static int sourceAt(int at, int scaled, int source) {
        return (int) ((2L * at + 1) * source / (2L * scaled));
    }

    /// From pixels of the file to pixels of the cached image.
    BoxTransform boxes() {
        return new BoxTransform(
                (double) scaledWidth / sourceWidth, left, (double) scaledHeight / sourceHeight, top, width, height);
    }
}

package io.espalier.datasets;

/// Factors on an image's colours, applied in this order, each result cut to `[0, 255]`; the last one is rounded.
///
/// @param brightness `p ← b p`
/// @param contrast   `p ← c p + (1 - c) m`, with `m` the mean grey of the image
/// @param saturation `p ← s p + (1 - s) grey(pixel)`
record ColourJitter(float brightness, float contrast, float saturation) {

    static final ColourJitter NONE = new ColourJitter(1, 1, 1);

    /// Luma of ITU-R BT.601, in `[0, 255]`.
    static float grey(float red, float green, float blue) {
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }

    boolean isNone() {
        return brightness == 1 && contrast == 1 && saturation == 1;
    }
}

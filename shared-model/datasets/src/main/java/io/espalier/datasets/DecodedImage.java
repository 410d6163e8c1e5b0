package io.espalier.datasets;

/// An image, or a mask, as it goes into the cache.
///
/// @param samples uint8, shape `(channels, framing.height(), framing.width())` row-major
/// @param channels [#CHANNELS] of an image, 1 of a mask
/// @param framing  how the file's pixels were brought to that extent
/// @param label    what the file itself says; 0 where the path or another file says it
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record DecodedImage(byte[] samples, int channels, Framing framing, int label) {

    static final int CHANNELS = 3;

    /// This, brought to the extent of `framing`: images are filtered, masks are looked up.
    DecodedImage framed(Framing framing) {
        if (framing.isIdentity()) {
            return this;
        }
        byte[] framedSamples = channels == CHANNELS
                ? BilinearResize.apply(samples, channels, framing)
                : framing.nearest(samples, (byte) Targets.IGNORED);
        return new DecodedImage(framedSamples, channels, framing, label);
    }

    boolean isMask() {
        return channels == 1;
    }
}

package io.espalier.datasets;

/// An image as it goes into the cache.
///
/// @param chw    uint8, shape `(3, height, width)` row-major
/// @param height rows of pixels
/// @param width  columns of pixels
/// @param label  what the file itself says; 0 where the path says it
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record DecodedImage(byte[] chw, int height, int width, int label) {

    static final int CHANNELS = 3;
}

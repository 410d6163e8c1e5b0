package io.espalier.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// Preprocessed images and what they show.
///
/// `images` is borrowed: the iterator or sampler that made the batch writes into the same memory again two batches
/// later. Consume it before, or take a [#copy].
///
/// @param images   direct, native byte order, shape `(size, channels, height, width)` row-major, position 0
/// @param targets  one for each image
/// @param size     number of images
/// @param channels colour channels
/// @param height   rows of pixels
/// @param width    columns of pixels
public record Batch(FloatBuffer images, Targets targets, int size, int channels, int height, int width) {

    /// Classes of the images, shape `(size)`.
    ///
    /// @throws IllegalStateException if the data set has no class an image
    public long[] labels() {
        if (targets instanceof Targets.Labels labels) {
            return labels.classes();
        }
        throw new IllegalStateException(
                "the images have no class each, but " + targets.getClass().getSimpleName());
    }

    /// The same batch in memory of its own.
    public Batch copy() {
        FloatBuffer own = allocate(images.remaining());
        own.put(0, images, images.position(), images.remaining());
        return new Batch(own, targets, size, channels, height, width);
    }

    static FloatBuffer allocate(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

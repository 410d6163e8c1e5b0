package io.espalier.datasets;

import java.util.List;

/// What the images of a batch show, as their data set says it.
public sealed interface Targets {

    /// Mask value of a pixel that has no label: it is neither learned from nor judged.
    int IGNORED = 255;

    /// @param classes shape `(n)`
    @SuppressWarnings("ArrayRecordComponent") // handed to the engine, never compared
    record Labels(long[] classes) implements Targets {}

    /// @param classes uint8 class indices, shape `(n, height, width)` row-major; [#IGNORED] = no label
    /// @param height  rows of pixels
    /// @param width   columns of pixels
    @SuppressWarnings("ArrayRecordComponent") // handed to the engine, never compared
    record Masks(byte[] classes, int height, int width) implements Targets {}

    /// @param images the objects of each image, in pixels of the batch
    record Boxes(List<BoxList> images) implements Targets {

        public Boxes {
            images = List.copyOf(images);
        }
    }

    /// Images without labels.
    record None() implements Targets {}
}

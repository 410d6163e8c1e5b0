package io.espalier.datasets;

import org.jspecify.annotations.Nullable;

/// A decoded image with what it shows, on the way into the cache. One component is meant, as [Layout#kind] says.
///
/// @param image        its pixels in the spool
/// @param label        of [AnnotationKind#LABELS]
/// @param mask         of [AnnotationKind#MASKS], in the spool
/// @param boxes        of [AnnotationKind#BOXES], in pixels of the cached image
/// @param droppedBoxes objects of the file that are not among `boxes`
record Example(
        ImageSpool.Arrival image, int label, ImageSpool.@Nullable Arrival mask, BoxList boxes, int droppedBoxes) {

    static Example unlabelled(ImageSpool.Arrival image) {
        return labelled(image, 0);
    }

    static Example labelled(ImageSpool.Arrival image, int label) {
        return new Example(image, label, null, BoxList.EMPTY, 0);
    }

    static Example masked(ImageSpool.Arrival image, ImageSpool.Arrival mask) {
        return new Example(image, 0, mask, BoxList.EMPTY, 0);
    }

    /// @param boxes in pixels of the file
    static Example boxed(ImageSpool.Arrival image, BoxList boxes) {
        BoxList seen = image.framing().isIdentity()
                ? boxes.withArea()
                : image.framing().boxes().apply(boxes.withArea());
        return new Example(image, 0, null, seen, boxes.size() - seen.size());
    }
}

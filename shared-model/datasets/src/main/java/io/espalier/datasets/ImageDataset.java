package io.espalier.datasets;

import java.util.List;

/// Images of one extent, and what they show, uint8, in memory-mapped `(n, c, h, w)` order.
///
/// Images are ordered by class, then by name (image folder), as recorded (CIFAR binary) or by path (all others).
/// Reading is thread-safe.
public interface ImageDataset extends AutoCloseable {

    /// Number of images, `n`, at least 1.
    int size();

    /// Colour channels, `c`: 3, in the order red, green, blue.
    int channels();

    /// Rows of pixels, `h`.
    int height();

    /// Columns of pixels, `w`.
    int width();

    /// Names by class index: at least two for labels and masks, one for boxes, none for images without labels.
    List<String> classNames();

    /// What was left out when the files were decoded.
    default DecodeReport report() {
        return DecodeReport.CLEAN;
    }

    /// What the data set says about each of its images.
    default AnnotationKind kind() {
        return AnnotationKind.LABELS;
    }

    /// What an image shows.
    ///
    /// @param index in `[0, size())`
    default Annotation annotation(int index) {
        return new Annotation.ClassLabel(label(index));
    }

    /// Class of an image, in `[0, classNames().size())`.
    ///
    /// @param index in `[0, size())`
    /// @throws IllegalStateException if the kind is not [AnnotationKind#LABELS]
    int label(int index);

    /// Copies an image's mask to the front of `hw`.
    ///
    /// @param index in `[0, size())`
    /// @param hw    class indices, shape `(h, w)` row-major; [Targets#IGNORED] = no label
    /// @throws IllegalStateException if the kind is not [AnnotationKind#MASKS]
    default void mask(int index, byte[] hw) {
        throw new IllegalStateException("the data set has no masks, but " + kind());
    }

    /// Copies an image's pixels to the front of `chw`.
    ///
    /// @param index in `[0, size())`
    /// @param chw   shape `(c, h, w)` row-major, each byte an unsigned value in `[0, 255]`
    void pixels(int index, byte[] chw);

    /// SHA-256 of extent, class names, pixels and what they show: the same files in a folder, a zip and a tar give
    /// the same.
    String digest();

    @Override
    void close();
}

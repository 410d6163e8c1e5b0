package io.espalier.datasets;

import java.util.List;

/// Labelled images of one extent, uint8, in memory-mapped `(n, c, h, w)` order.
///
/// Images are ordered by class, then by name (image folder) or as recorded (CIFAR binary). Reading is thread-safe.
public interface ImageDataset extends AutoCloseable {

    /// Number of images, `n`, at least 1.
    int size();

    /// Colour channels, `c`: 3, in the order red, green, blue.
    int channels();

    /// Rows of pixels, `h`.
    int height();

    /// Columns of pixels, `w`.
    int width();

    /// Names by label, at least two.
    List<String> classNames();

    /// What an image shows.
    ///
    /// @param index in `[0, size())`
    default Annotation annotation(int index) {
        return new Annotation.ClassLabel(label(index));
    }

    /// Class of an image, in `[0, classNames().size())`.
    ///
    /// @param index in `[0, size())`
    int label(int index);

    /// Copies an image's pixels to the front of `chw`.
    ///
    /// @param index in `[0, size())`
    /// @param chw   shape `(c, h, w)` row-major, each byte an unsigned value in `[0, 255]`
    void pixels(int index, byte[] chw);

    /// SHA-256 of extent, class names, labels and pixels: the same images in a folder, a zip and a tar give the same.
    String digest();

    @Override
    void close();
}

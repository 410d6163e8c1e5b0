package io.espalier.datasets;

/// Hears how far a data set that is not in the cache has come: first its download, then its decoding.
@FunctionalInterface
public interface DecodeListener {

    /// Hears nothing.
    DecodeListener NONE = images -> {};

    /// Called after every thousandth image and after the last, from the opening thread.
    ///
    /// @param images number of images decoded so far
    void decoded(int images);

    /// Called while an archive is downloaded: after every mebibyte or so and at the end, from the opening thread.
    ///
    /// @param bytes      here so far
    /// @param totalBytes -1 if the server does not say
    default void downloaded(long bytes, long totalBytes) {}

    /// Called for each image that is left out because it cannot be used, from the opening thread.
    ///
    /// @param path   of the image
    /// @param reason one sentence that names the file
    default void corrupt(String path, String reason) {}
}

package io.espalier.datasets.source;

/// Hears how far the download of an archive has come.
@FunctionalInterface
public interface DownloadListener {

    /// Hears nothing.
    DownloadListener NONE = (bytes, totalBytes) -> {};

    /// Called after every mebibyte or so and at the end, on the thread that opens; may throw to stop, and what
    /// is there is gone on with the next time.
    ///
    /// @param bytes      here so far
    /// @param totalBytes -1 if the server does not say
    void downloaded(long bytes, long totalBytes);
}

package io.espalier.datasets;

/// Hears how far the decoding of a data set that is not in the cache has come.
@FunctionalInterface
public interface DecodeListener {

    /// Hears nothing.
    DecodeListener NONE = images -> {};

    /// Called after every thousandth image and after the last, from the opening thread.
    ///
    /// @param images number of images decoded so far
    void decoded(int images);
}

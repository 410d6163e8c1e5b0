package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;

/// Part of a blob.
///
/// @param offset first byte
/// @param length number of bytes
record ByteRange(long offset, long length) {

    /// @throws IllegalArgumentException if the range leaves the blob
    static ByteRange within(ArtifactRef ref, long offset, long length) {
        if (offset < 0 || length < 0 || offset > ref.sizeBytes() - length) {
            throw new IllegalArgumentException(
                    "range must lie in [0, " + ref.sizeBytes() + "), was " + length + " bytes from " + offset);
        }
        return new ByteRange(offset, length);
    }
}

package io.espalier.datasets.source;

import io.espalier.contracts.ByteSize;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a spec says about an archive's bytes.
///
/// @param sha256 64 hexadecimal digits in lower case; null = not checked
/// @param size   null = not checked
record Expected(@Nullable String sha256, @Nullable ByteSize size) {

    /// @throws PipelineException.Permanent `SPEC_INVALID` if there is something to check, for a directory has
    ///     neither
    void requireNothing(Path directory) {
        if (sha256 != null || size != null) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "data.sha256 and data.size are those of an archive; '" + directory + "' is a directory");
        }
    }

    boolean isSize(long sizeBytes) {
        return size == null || size.bytes() == sizeBytes;
    }

    /// @throws PipelineException.Permanent `DIGEST_MISMATCH` if the archive has another size
    void requireSize(long sizeBytes, String name) {
        if (size != null && size.bytes() != sizeBytes) {
            throw SourceFailure.otherBytes("'" + name + "' has " + sizeBytes + " bytes, data.size says " + size.bytes()
                    + "; correct data.size, or get the right archive");
        }
    }

    /// @throws PipelineException.Permanent `DIGEST_MISMATCH` if the archive has another digest
    void requireDigest(String hex, String name) {
        if (sha256 != null && !sha256.equals(hex)) {
            throw SourceFailure.otherBytes("'" + name + "' has SHA-256 " + hex + ", data.sha256 says " + sha256
                    + "; correct data.sha256, or get the right archive");
        }
    }
}

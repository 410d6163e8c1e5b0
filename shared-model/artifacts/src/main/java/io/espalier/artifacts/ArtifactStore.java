package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Immutable blobs named by the SHA-256 of their bytes, verified on every whole read.
///
/// A put is all or nothing: whoever sees a blob sees all of it. Putting the same bytes again gives the same reference
/// and rewrites the blob, so a blob damaged at rest is repaired by pushing it again.
///
/// Every method throws `PipelineException.Transient` with `STORE_FULL` when a volume has no room left (nothing
/// half-written stays) and with `STORE_UNAVAILABLE` when the store does not answer.
public interface ArtifactStore {

    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND` if `file` does not exist
    ArtifactRef put(Path file, String mediaType);

    ArtifactRef put(byte[] bytes, String mediaType);

    /// Reads `bytes` to their end, through a temporary file, and does not close them.
    ///
    /// @throws UncheckedIOException if `bytes` cannot be read to their end
    ArtifactRef put(InputStream bytes, String mediaType);

    /// The whole blob. A read that reaches the announced length checks length and digest, and throws
    /// `PipelineException.Permanent` with `DIGEST_MISMATCH` if they are not those of `ref`.
    ///
    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND`
    InputStream open(ArtifactRef ref);

    /// `length` bytes from `offset`, for HTTP ranges. Not verified: part of a blob has no digest.
    ///
    /// @param offset first byte, in `[0, sizeBytes]`
    /// @param length number of bytes, in `[0, sizeBytes - offset]`
    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND`
    /// @throws IllegalArgumentException if the range leaves the blob
    InputStream open(ArtifactRef ref, long offset, long length);

    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND` or `DIGEST_MISMATCH`
    default byte[] read(ArtifactRef ref) {
        try (InputStream bytes = open(ref)) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw StoreFailure.of("reading artifact " + ref.sha256(), e);
        }
    }

    /// Writes the verified blob to `file`, replacing it; `file` is never seen half-written.
    ///
    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND` or `DIGEST_MISMATCH`
    void copyTo(ArtifactRef ref, Path file);

    /// Whether a blob of this digest and length is there; its content is not read.
    boolean contains(ArtifactRef ref);
}

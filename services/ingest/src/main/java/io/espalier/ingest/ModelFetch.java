package io.espalier.ingest;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Brings a submitted model into the store, from wherever the submitter left it: `file:`, `http(s):`,
/// `artifact:`.
final class ModelFetch implements AutoCloseable {

    private static final Duration STALL_PATIENCE = Duration.ofSeconds(60);

    private final ArtifactStore store;
    private final long maxBytes;
    private final HttpModels downloads;

    /// @param maxBytes largest model accepted
    ModelFetch(ArtifactStore store, long maxBytes) {
        this(store, maxBytes, STALL_PATIENCE);
    }

    /// @param stallPatience longest wait for the next byte of a download
    ModelFetch(ArtifactStore store, long maxBytes, Duration stallPatience) {
        this.store = store;
        this.maxBytes = maxBytes;
        this.downloads = new HttpModels(stallPatience);
    }

    /// Ends downloads and closes their connections.
    @Override
    public void close() {
        downloads.close();
    }

    /// @param sha256 digest the bytes must have, if the submitter gave one; that of an `artifact:` is compared always
    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND`, `ARTIFACT_TOO_LARGE`, `DIGEST_MISMATCH`, or
    ///     `REQUEST_INVALID` for another kind of location
    /// @throws PipelineException.Transient `STORE_UNAVAILABLE` if the location does not answer, stalls or
    ///     breaks off
    ArtifactRef fetch(URI location, @Nullable String sha256) {
        ArtifactRef stored = store(location);
        requireDigest(location, stored, sha256);
        if ("artifact".equals(location.getScheme())) {
            requireDigest(location, stored, digestOf(location));
        }
        return stored;
    }

    private static void requireDigest(URI location, ArtifactRef stored, @Nullable String sha256) {
        if (sha256 != null && !sha256.equals(stored.sha256())) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH,
                    "the model at " + location + " has SHA-256 " + stored.sha256() + ", announced was " + sha256);
        }
    }

    private ArtifactRef store(URI location) {
        try (InputStream bytes = new SizeLimit(open(location), maxBytes, location)) {
            return store.put(bytes, MediaTypes.ONNX);
        } catch (IOException | UncheckedIOException e) {
            throw new PipelineException.Transient(
                    ErrorCode.STORE_UNAVAILABLE, "the model at " + location + " cannot be read: " + e.getMessage(), e);
        }
    }

    private InputStream open(URI location) throws IOException {
        String scheme = String.valueOf(location.getScheme());
        return switch (scheme) {
            case "file" -> file(location);
            case "http", "https" -> downloads.open(location);
            case "artifact" -> stored(location);
            default -> throw malformed(location);
        };
    }

    private static InputStream file(URI location) throws IOException {
        Path file = path(location);
        if (!Files.isRegularFile(file)) {
            throw notFound(location, Files.isDirectory(file) ? "it is a directory" : "no such file");
        }
        try {
            return Files.newInputStream(file);
        } catch (AccessDeniedException e) {
            throw notFound(location, "the ingest service may not read it");
        }
    }

    /// Relative (`file:x`) and remote (`file://host/x`) locations have no path here.
    private static Path path(URI location) {
        try {
            return Path.of(location);
        } catch (IllegalArgumentException e) {
            throw malformed(location);
        }
    }

    /// The length of a stored artifact is not part of its location, so all of it is read; the digest is checked
    /// after.
    private InputStream stored(URI location) {
        return store.open(ArtifactRef.stored(digestOf(location), maxBytes + 1, MediaTypes.ONNX), 0, maxBytes + 1);
    }

    private static String digestOf(URI location) {
        String path = location.getSchemeSpecificPart();
        if (!path.matches("sha256/[0-9a-f]{64}")) {
            throw malformed(location);
        }
        return path.substring("sha256/".length());
    }

    /// The location has none of the forms that are allowed.
    static PipelineException.Permanent malformed(URI location) {
        return new PipelineException.Permanent(
                ErrorCode.REQUEST_INVALID,
                "model-uri must be file:///absolute/path, http://host/path, https://host/path or"
                        + " artifact:sha256/<digest>, was " + location);
    }

    /// @param reason why, in a few words
    static PipelineException.Permanent notFound(URI location, String reason) {
        return new PipelineException.Permanent(
                ErrorCode.ARTIFACT_NOT_FOUND, "there is no model at " + location + ": " + reason);
    }
}

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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Brings a submitted model into the store, from wherever the submitter left it: `file:`, `http(s):`,
/// `artifact:`.
final class ModelFetch {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

    private final ArtifactStore store;
    private final long maxBytes;

    /// @param maxBytes largest model accepted
    ModelFetch(ArtifactStore store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /// @param sha256 digest the bytes must have, if the submitter gave one
    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND`, `ARTIFACT_TOO_LARGE`, `DIGEST_MISMATCH`, or
    ///     `REQUEST_INVALID` for another kind of location
    /// @throws PipelineException.Transient `STORE_UNAVAILABLE` if the location does not answer or breaks off
    ArtifactRef fetch(URI location, @Nullable String sha256) {
        ArtifactRef stored = store(location);
        if (sha256 != null && !sha256.equals(stored.sha256())) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH,
                    "the model at " + location + " has SHA-256 " + stored.sha256() + ", announced was " + sha256);
        }
        return stored;
    }

    private ArtifactRef store(URI location) {
        try (InputStream bytes = new SizeLimit(open(location), maxBytes, location)) {
            return store.put(bytes, MediaTypes.ONNX);
        } catch (NoSuchFileException e) {
            throw notFound(location);
        } catch (IOException | UncheckedIOException e) {
            throw unavailable(location, e);
        }
    }

    private InputStream open(URI location) throws IOException {
        String scheme = String.valueOf(location.getScheme());
        return switch (scheme) {
            case "file" -> Files.newInputStream(Path.of(location));
            case "http", "https" -> download(location);
            case "artifact" -> stored(location);
            default ->
                throw new PipelineException.Permanent(
                        ErrorCode.REQUEST_INVALID,
                        "model-uri must begin with file:, http:, https: or artifact:, was " + location);
        };
    }

    /// The length of a stored artifact is not part of its location, so all of it is read; the digest is checked
    /// after.
    private InputStream stored(URI location) {
        String path = location.getSchemeSpecificPart();
        if (!path.matches("sha256/[0-9a-f]{64}")) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "an artifact's location is artifact:sha256/<digest>, was " + location);
        }
        String digest = path.substring("sha256/".length());
        return store.open(ArtifactRef.stored(digest, maxBytes + 1, MediaTypes.ONNX), 0, maxBytes + 1);
    }

    private static InputStream download(URI location) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(location).timeout(ANSWER_PATIENCE).build();
        try {
            return body(client.send(request, HttpResponse.BodyHandlers.ofInputStream()), location);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(location, e);
        }
    }

    private static InputStream body(HttpResponse<InputStream> response, URI location) throws IOException {
        if (response.statusCode() == 200) {
            return response.body();
        }
        response.body().close();
        if (response.statusCode() / 100 == 4) {
            throw notFound(location);
        }
        throw new IOException("status " + response.statusCode());
    }

    private static PipelineException notFound(URI location) {
        return new PipelineException.Permanent(ErrorCode.ARTIFACT_NOT_FOUND, "there is no model at " + location);
    }

    private static PipelineException unavailable(URI location, Exception cause) {
        return new PipelineException.Transient(
                ErrorCode.STORE_UNAVAILABLE,
                "the model at " + location + " cannot be read: " + cause.getMessage(),
                cause);
    }
}

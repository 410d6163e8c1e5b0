package io.espalier.datasets.source;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a server said of the bytes that it sent, kept beside them as JSON.
///
/// @param etag         entity tag with its quotes (RFC 9110, 8.8.3)
/// @param lastModified as it was written
/// @param sizeBytes    of the whole, -1 if unknown
/// @param sha256       of the whole, once it is there
record Origin(
        @Nullable String etag,
        @Nullable String lastModified,
        long sizeBytes,
        @Nullable String sha256) {

    /// From an answer with status 200.
    static Origin of(HttpHeaders headers) {
        return new Origin(
                headers.firstValue("ETag").orElse(null),
                headers.firstValue("Last-Modified").orElse(null),
                headers.firstValueAsLong("Content-Length").orElse(-1),
                null);
    }

    Origin complete(long bytes, String hex) {
        return new Origin(etag, lastModified, bytes, hex);
    }

    /// For `If-Range`: a weak tag says nothing about bytes.
    Optional<String> rangeValidator() {
        boolean strong = etag != null && !etag.startsWith("W/");
        return Optional.ofNullable(strong ? etag : lastModified);
    }

    /// Headers that ask for the object only if it is another one; empty if the server gave no means.
    Map<String, String> ifChanged() {
        if (etag != null) {
            return Map.of("If-None-Match", etag);
        }
        return lastModified == null ? Map.of() : Map.of("If-Modified-Since", lastModified);
    }

    /// Whether an answer that goes on with the bytes speaks of the same bytes.
    boolean agrees(HttpHeaders headers) {
        Optional<String> other = headers.firstValue("ETag");
        return etag == null || other.isEmpty() || other.get().equals(etag);
    }

    static Optional<Origin> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Origin.class));
        } catch (IOException | PipelineException absentOrDamaged) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, Json.write(this));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

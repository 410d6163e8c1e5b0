package io.espalier.registry.model;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.registry.http.ByteRange;
import io.espalier.registry.http.Conditions;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A file with what `curl -C -`, caches and careful clients need: a strong entity tag, ranges, digests.
///
/// Source: RFC 9110 §13 conditional and §14 range requests; RFC 9530 `Repr-Digest`.
///
/// @param file     in the store
/// @param fileName offered to whoever saves it
/// @param version  that it is of
record Download(ArtifactRef file, String fileName, int version) {

    Response get(ArtifactStore store, @Nullable String ifNoneMatch, @Nullable String ifRange, @Nullable String range) {
        Conditions conditions = new Conditions(tag(), ifNoneMatch, ifRange);
        if (conditions.isNotModified()) {
            return described(Response.notModified()).build();
        }
        return switch (ByteRange.parse(conditions.allowsRange() ? range : null, file.sizeBytes())) {
            case ByteRange.Whole ignored -> whole(store.open(file));
            case ByteRange.Part part -> part(store, part);
            case ByteRange.Unsatisfiable ignored ->
                Response.status(Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                        .header("Content-Range", "bytes */" + file.sizeBytes())
                        .build();
        };
    }

    Response head() {
        return whole(InputStream.nullInputStream());
    }

    private Response whole(InputStream bytes) {
        return described(Response.ok(bytes))
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, file.sizeBytes())
                .build();
    }

    private Response part(ArtifactStore store, ByteRange.Part part) {
        return described(Response.status(Status.PARTIAL_CONTENT))
                .entity(store.open(file, part.first(), part.length()))
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.sizeBytes())
                .build();
    }

    private ResponseBuilder described(ResponseBuilder response) {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()));
        return response.header(HttpHeaders.ETAG, tag())
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "no-cache") // an alias moves: caches ask, and get 304 while it has not
                .header("Repr-Digest", "sha-256=:" + base64 + ":")
                .header("Digest", "SHA-256=" + base64)
                .header("X-Espalier-Version", version)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    }

    private String tag() {
        return "\"sha256:" + file.sha256() + "\"";
    }
}

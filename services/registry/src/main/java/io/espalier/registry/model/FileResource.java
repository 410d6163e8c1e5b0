package io.espalier.registry.model;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.registry.http.ByteRange;
import io.espalier.registry.http.Conditions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// A version's file, with what `curl -C -`, caches and careful clients need: a strong entity tag, ranges, digests.
///
/// Source: RFC 9110 §13 conditional and §14 range requests; RFC 9530 `Repr-Digest`.
@Path("/api/models/{name}/{ref}/file")
@Tag(name = "models")
class FileResource {

    private final ModelViews models;
    private final ArtifactStore artifacts;

    FileResource(ModelViews models, ArtifactStore artifacts) {
        this.models = models;
        this.artifacts = artifacts;
    }

    @GET
    @Operation(summary = "The served bytes of a version or an alias")
    public Response get(
            String name,
            String ref,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam("Range") @Nullable String range) {
        ModelVersion version = models.version(name, ref);
        ArtifactRef file = version.artifact();
        Conditions conditions = new Conditions(tag(file), ifNoneMatch, ifRange);
        if (conditions.isNotModified()) {
            return described(Response.notModified(), version).build();
        }
        return switch (ByteRange.parse(conditions.allowsRange() ? range : null, file.sizeBytes())) {
            case ByteRange.Whole ignored -> whole(version, artifacts.open(file));
            case ByteRange.Part part -> part(version, part);
            case ByteRange.Unsatisfiable ignored ->
                Response.status(Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                        .header("Content-Range", "bytes */" + file.sizeBytes())
                        .build();
        };
    }

    @HEAD
    @Operation(summary = "What a download would be")
    public Response head(String name, String ref) {
        ModelVersion version = models.version(name, ref);
        return whole(version, InputStream.nullInputStream());
    }

    private static Response whole(ModelVersion version, InputStream bytes) {
        ArtifactRef file = version.artifact();
        return described(Response.ok(bytes), version)
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, file.sizeBytes())
                .build();
    }

    private Response part(ModelVersion version, ByteRange.Part part) {
        ArtifactRef file = version.artifact();
        return described(Response.status(Status.PARTIAL_CONTENT), version)
                .entity(artifacts.open(file, part.first(), part.length()))
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.sizeBytes())
                .build();
    }

    private static ResponseBuilder described(ResponseBuilder response, ModelVersion version) {
        ArtifactRef file = version.artifact();
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()));
        String fileName = version.name() + "-v" + version.version() + ".onnx";
        return response.header(HttpHeaders.ETAG, tag(file))
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "no-cache") // an alias moves: caches ask, and get 304 while it has not
                .header("Repr-Digest", "sha-256=:" + base64 + ":")
                .header("Digest", "SHA-256=" + base64)
                .header("X-Espalier-Version", version.version())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    }

    private static String tag(ArtifactRef file) {
        return "\"sha256:" + file.sha256() + "\"";
    }
}

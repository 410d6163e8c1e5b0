package io.espalier.registry.model;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.view.VersionFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Everything that a version has, by [VersionFile]; the model too.
@Path("/api/models/{name}/{ref}/files/{kind}")
@Tag(name = "models")
class VersionFileResource {

    private final Downloads downloads;
    private final ArtifactStore artifacts;

    VersionFileResource(Downloads downloads, ArtifactStore artifacts) {
        this.downloads = downloads;
        this.artifacts = artifacts;
    }

    @GET
    @Operation(summary = "One file of a version: model, mask, sidecar, report or summary")
    public Response get(
            String name,
            String ref,
            String kind,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam("Range") @Nullable String range) {
        return downloads.of(name, ref, VersionFile.ofLabel(kind)).get(artifacts, ifNoneMatch, ifRange, range);
    }

    @HEAD
    @Operation(summary = "What a download would be")
    public Response head(String name, String ref, String kind) {
        return downloads.of(name, ref, VersionFile.ofLabel(kind)).head();
    }
}

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

/// The file that is served of a version.
@Path("/api/models/{name}/{ref}/file")
@Tag(name = "models")
class FileResource {

    private final Downloads downloads;
    private final ArtifactStore artifacts;

    FileResource(Downloads downloads, ArtifactStore artifacts) {
        this.downloads = downloads;
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
        return downloads.of(name, ref, VersionFile.MODEL).get(artifacts, ifNoneMatch, ifRange, range);
    }

    @HEAD
    @Operation(summary = "What a download would be")
    public Response head(String name, String ref) {
        return downloads.of(name, ref, VersionFile.MODEL).head();
    }
}

package io.espalier.registry.model;

import io.espalier.contracts.view.ModelView;
import io.espalier.contracts.view.VersionDetails;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/models")
@Tag(name = "models")
class ModelResource {

    private final ModelViews views;

    ModelResource(ModelViews views) {
        this.views = views;
    }

    @GET
    @Operation(summary = "Every model with its aliases and versions")
    public List<ModelView> list() {
        return views.all();
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One model with its aliases and versions, newest first")
    public ModelView one(String name) {
        return views.one(name);
    }

    @GET
    @Path("{name}/versions/{ref}")
    @Operation(summary = "One version, by number or alias: gates, report, origin")
    public VersionDetails version(String name, String ref) {
        return views.details(name, ref);
    }
}

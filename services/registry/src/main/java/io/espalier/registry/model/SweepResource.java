package io.espalier.registry.model;

import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.SweepView;
import io.espalier.registry.run.RunIds;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/sweeps")
@Tag(name = "runs")
class SweepResource {

    private final SweepViews views;

    SweepResource(SweepViews views) {
        this.views = views;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "The runs of one push with several budgets, as points between accuracy and latency")
    public SweepView one(String id) {
        SweepId sweep = RunIds.parseSweep(id);
        return views.of(sweep);
    }
}

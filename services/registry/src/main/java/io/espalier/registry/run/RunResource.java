package io.espalier.registry.run;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.view.CurvesView;
import io.espalier.contracts.view.RunView;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/runs")
@Tag(name = "runs")
class RunResource {

    private static final int MOST = 500;

    private final RunViews views;
    private final Runs runs;
    private final Curves curves;

    RunResource(RunViews views, Runs runs, Curves curves) {
        this.views = views;
        this.runs = runs;
        this.curves = curves;
    }

    @GET
    @Operation(summary = "The newest runs")
    public List<RunView> list(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "limit must be in [1, " + MOST + "], was " + limit);
        }
        return views.newest(limit);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: stages, gates, failure")
    public RunView one(String id) {
        return views.find(RunIds.parse(id)).orElseThrow(() -> RunIds.unknown(id));
    }

    @GET
    @Path("{id}/spec")
    @Transactional
    @Operation(summary = "The complete spec of a run, with every default filled in")
    public RunSpec spec(String id) {
        RunId run = RunIds.parse(id);
        return runs.findByIdOptional(run.value()).flatMap(Run::spec).orElseThrow(() -> RunIds.unknown(id));
    }

    @GET
    @Path("{id}/curves")
    @Transactional
    @Operation(summary = "Metrics over time, at most about a thousand points each")
    public CurvesView curves(String id) {
        RunId run = RunIds.parse(id);
        if (runs.findByIdOptional(run.value()).isEmpty()) {
            throw RunIds.unknown(id);
        }
        return curves.of(run);
    }
}

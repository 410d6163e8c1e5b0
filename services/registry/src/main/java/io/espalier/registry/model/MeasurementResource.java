package io.espalier.registry.model;

import io.espalier.contracts.DeviceMeasurement;
import io.espalier.contracts.Devices;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.PipelineException;
import io.espalier.registry.run.Run;
import io.espalier.registry.run.RunIds;
import io.espalier.registry.run.Runs;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Latencies from real devices, beside the estimates.
///
/// A verdict is never changed. A measurement that is known when a run is judged takes the estimate's place in its
/// latency gates; one that comes later is shown with what the gates say of it. The same spec pushed again ends in the
/// same
/// bytes and is then judged by it.
@Path("/api/measurements")
@Tag(name = "measurements")
class MeasurementResource {

    private final Measurements measurements;
    private final ModelVersions versions;
    private final Runs runs;
    private final InstantSource clock;

    MeasurementResource(Measurements measurements, ModelVersions versions, Runs runs, InstantSource clock) {
        this.measurements = measurements;
        this.versions = versions;
        this.runs = runs;
        this.clock = clock;
    }

    /// Either `runId` or `model` says which file was measured.
    ///
    /// @param model    SHA-256 of the file's bytes
    /// @param device   one of [Devices#NAMES], as gates name it: no gate would ever read another one's
    /// @param medianMs one image, half of the inferences took no longer
    /// @param p95Ms    95 of 100 took no longer
    /// @param tool     what measured it, with its version and settings
    public record Posted(
            @Nullable String runId,
            @Nullable String model,
            @Nullable String device,
            @Nullable Double medianMs,
            @Nullable Double p95Ms,
            @Nullable String tool) {}

    /// @param gates what the run's gates say with the measurements in the place of estimates; the verdict stays as it
    /// was
    public record OfRun(String model, List<DeviceMeasurement> measurements, List<GateResult> gates) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(summary = "Store how long a file took on a real device")
    public Response post(@Nullable Posted posted) {
        if (posted == null) {
            throw invalid("the body must be an object with device, median-ms, p95-ms and tool, was null");
        }
        String model = digest(posted);
        DeviceMeasurement measured = measured(posted);
        measurements.persist(new Measurement(model, measured));
        return Response.status(Response.Status.CREATED).entity(measured).build();
    }

    @GET
    @Path("{id}")
    @Transactional
    @Operation(summary = "What a run's file took on real devices, and what its gates say of that")
    public OfRun ofRun(String id) {
        ModelVersion version = version(id);
        Run run = runs.findByIdOptional(version.runId()).orElseThrow(() -> RunIds.unknown(id));
        List<DeviceMeasurement> known = measurements.of(version.artifact().sha256());
        return new OfRun(
                version.artifact().sha256(),
                known,
                run.spec()
                        .map(spec -> Gates.judge(spec, version.report(), known))
                        .orElse(List.of()));
    }

    private String digest(Posted posted) {
        if ((posted.runId() == null) == (posted.model() == null)) {
            throw invalid("either run-id or model (the file's SHA-256) must be given");
        }
        if (posted.runId() != null) {
            return version(posted.runId()).artifact().sha256();
        }
        if (posted.model() == null || !posted.model().matches("[0-9a-f]{64}")) {
            throw invalid("model must be a SHA-256 of 64 hexadecimal digits, was '" + posted.model() + "'");
        }
        return posted.model();
    }

    private ModelVersion version(String runId) {
        String id = RunIds.parse(runId).value();
        return versions.findByIdOptional(id)
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.RUN_NOT_FOUND, "no run '" + runId + "' that has been judged"));
    }

    private DeviceMeasurement measured(Posted posted) {
        if (posted.device() == null || posted.medianMs() == null || posted.p95Ms() == null || posted.tool() == null) {
            throw invalid("device, median-ms, p95-ms and tool must be given");
        }
        Devices.requireKnown(posted.device());
        try {
            return new DeviceMeasurement(
                    posted.device(), posted.medianMs(), posted.p95Ms(), posted.tool(), clock.instant());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static PipelineException invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.REQUEST_INVALID, message);
    }
}

package io.espalier.ingest;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// Push over HTTP: `curl -F model=@net.onnx -F spec=@spec.yaml http://127.0.0.1:7071/api/submissions`.
@Path("/api/submissions")
@Produces(MediaType.APPLICATION_JSON)
class SubmissionResource {

    /// What a push answers.
    ///
    /// @param runId  identity of the run, of a sweep the first
    /// @param status where its state is told
    /// @param runs   one, or those of the sweep in the order of its budgets
    /// @param sweep  their identity; absent of one run
    record Accepted(
            RunId runId,
            URI status,
            List<RunId> runs,
            @Nullable SweepId sweep) {}

    private final Submissions submissions;

    SubmissionResource(Submissions submissions) {
        this.submissions = submissions;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response push(
            @RestForm("model") @Nullable FileUpload model,
            @RestForm("spec") @Nullable FileUpload spec,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        if (model == null || spec == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "the form needs the file parts 'model' and 'spec', '" + (model == null ? "model" : "spec")
                            + "' is absent");
        }
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        List<RunId> runs = submissions.accept(model.uploadedFile(), text(spec), key);
        RunId run = runs.getFirst();
        SweepId sweep = runs.size() == 1 ? null : SweepId.of(run);
        URI status = URI.create("/api/submissions/" + run);
        return Response.accepted(new Accepted(run, status, runs, sweep))
                .location(status)
                .build();
    }

    @GET
    @Path("{run}")
    public SubmissionStatus status(String run) {
        return submissions.status(runId(run));
    }

    private static RunId runId(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent(ErrorCode.RUN_NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(FileUpload part) {
        try {
            return Files.readString(part.uploadedFile());
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new PipelineException.Permanent(ErrorCode.SPEC_INVALID, "the spec is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded spec cannot be read", e);
        }
    }
}

package io.espalier.cli.push;

import io.espalier.cli.registry.Http;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The ingest service's HTTP API, as far as the command line uses it.
public final class IngestClient {

    /// What a push answers.
    ///
    /// @param runs  absent from services of version 0.2
    /// @param sweep absent of one run
    record Accepted(
            RunId runId,
            URI status,
            @Nullable List<RunId> runs,
            @Nullable SweepId sweep) {}

    /// The runs that a push has made.
    ///
    /// @param runs  one, or those of a sweep in the order of its budgets
    /// @param sweep null of one run
    public record Pushed(List<RunId> runs, @Nullable SweepId sweep) {

        public Pushed {
            runs = List.copyOf(runs);
        }
    }

    private final Http http;

    public IngestClient(URI ingest) {
        this.http = new Http(ingest);
    }

    /// Uploads a model; its run exists when this returns, or the first of its sweep.
    ///
    /// @param spec run spec, YAML or JSON
    /// @throws PipelineException.Permanent what ingest refuses, or `NOT_RUNNING`
    public Pushed push(Path model, String spec) {
        String unique = UUID.randomUUID().toString();
        MultipartForm form = new MultipartForm("espalier" + unique.replace("-", ""))
                .text("spec", "spec.yaml", spec, "application/yaml")
                .file("model", model, MediaTypes.ONNX);
        HttpRequest request = http.request("/api/submissions")
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", unique)
                .POST(form.body())
                .build();
        Accepted accepted = http.read(request, Accepted.class);
        return new Pushed(accepted.runs() == null ? List.of(accepted.runId()) : accepted.runs(), accepted.sweep());
    }
}

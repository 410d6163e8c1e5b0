package io.espalier.cli.push;

import io.espalier.cli.registry.Http;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.UUID;

/// The ingest service's HTTP API, as far as the command line uses it.
public final class IngestClient {

    /// What a push answers.
    record Accepted(RunId runId, URI status) {}

    private final Http http;

    public IngestClient(URI ingest) {
        this.http = new Http(ingest);
    }

    /// Uploads a model; its run exists when this returns.
    ///
    /// @param spec run spec, YAML or JSON
    /// @throws PipelineException.Permanent what ingest refuses, or `NOT_RUNNING`
    public RunId push(Path model, String spec) {
        String unique = UUID.randomUUID().toString();
        MultipartForm form = new MultipartForm("espalier" + unique.replace("-", ""))
                .text("spec", "spec.yaml", spec, "application/yaml")
                .file("model", model, MediaTypes.ONNX);
        HttpRequest request = http.request("/api/submissions")
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", unique)
                .POST(form.body())
                .build();
        return http.read(request, Accepted.class).runId();
    }
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody asks for a run. Read by `ingest`.
///
/// From outside this arrives as a CloudEvent whose data is a [Submission]; run and time come from its envelope.
///
/// @param modelUri the trained model, where the submitter left it; see [Submission]
/// @param sha256   digest the bytes must have; absent = not checked on the way in
/// @param spec     what to do with it
public record ModelSubmitted(
        RunId runId,
        Instant occurredAt,
        URI modelUri,
        @Nullable String sha256,
        RunSpec spec) implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-submitted.v1";

    public ModelSubmitted {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(modelUri, "model-uri is absent");
        requireNonNull(spec, "spec is absent");
    }
}

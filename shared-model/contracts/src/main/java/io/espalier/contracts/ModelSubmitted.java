package io.espalier.contracts;

import java.time.Instant;

/// Somebody asks for a run. Read by `ingest`.
///
/// From outside this arrives as a CloudEvent whose data is a [Submission]; run and time come from its envelope.
///
/// @param source the trained model, where the submitter left it
/// @param spec   what to do with it
public record ModelSubmitted(RunId runId, Instant occurredAt, ArtifactRef source, RunSpec spec)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-submitted.v1";
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The source is stored, is a model that can be trained, and its data set exists. Emitted by `ingest`, read
///     by `pruning`.
///
/// @param source the model as it was pushed, byte for byte
/// @param spec   complete, with every default filled in
/// @param sweep  that the run is part of; absent if it is part of none
public record ModelIngested(
        RunId runId,
        Instant occurredAt,
        ArtifactRef source,
        RunSpec spec,
        @Nullable SweepId sweep) implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-ingested.v1";

    public ModelIngested {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(source, "source is absent");
        requireNonNull(spec, "spec is absent");
    }

    /// Part of no sweep.
    public ModelIngested(RunId runId, Instant occurredAt, ArtifactRef source, RunSpec spec) {
        this(runId, occurredAt, source, spec, null);
    }
}

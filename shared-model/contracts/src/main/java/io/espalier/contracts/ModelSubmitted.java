package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody asks for a run, or for a sweep of them. Read by `ingest`.
///
/// From outside this arrives as a CloudEvent whose data is a [Submission]; run and time come from its envelope.
///
/// @param modelUri the trained model, where the submitter left it; see [Submission]
/// @param sha256   digest the bytes must have; absent = not checked on the way in
/// @param spec     what to do with it
/// @param budgets  of a sweep that begins with this run, the spec's own first; absent if there is one budget
/// @param sweep    that this run is part of, said by ingest of every run but the first; absent otherwise
public record ModelSubmitted(
        RunId runId,
        Instant occurredAt,
        URI modelUri,
        @Nullable String sha256,
        RunSpec spec,
        @Nullable List<BudgetSpec> budgets,
        @Nullable SweepId sweep)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-submitted.v1";

    public ModelSubmitted {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(modelUri, "model-uri is absent");
        requireNonNull(spec, "spec is absent");
        budgets = budgets == null ? null : List.copyOf(budgets);
    }

    /// One run, part of no sweep.
    public ModelSubmitted(RunId runId, Instant occurredAt, URI modelUri, @Nullable String sha256, RunSpec spec) {
        this(runId, occurredAt, modelUri, sha256, spec, null, null);
    }

    /// The sweep that this run begins or is part of; null if it stands alone.
    public @Nullable SweepId ofSweep() {
        return budgets == null ? sweep : SweepId.of(runId);
    }
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model meets its budget. Emitted by `pruning`, read by `finetuning`.
///
/// @param source    the model that was pushed
/// @param reference the dense model that pruned ones are compared with and taught by: source or control
/// @param pruned    the pruned ONNX file, removed weights are exact zeros
/// @param mask      which blocks were kept
/// @param curves    loss, temperature and soft count per step
/// @param budget    what was asked for and what the file has
/// @param sweep     that the run is part of; absent if it is part of none
public record ModelPruned(
        RunId runId,
        Instant occurredAt,
        RunSpec spec,
        ArtifactRef source,
        ArtifactRef reference,
        ArtifactRef pruned,
        ArtifactRef mask,
        ArtifactRef curves,
        BudgetCount budget,
        @Nullable SweepId sweep)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-pruned.v1";

    public ModelPruned {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(spec, "spec is absent");
        requireNonNull(source, "source is absent");
        requireNonNull(reference, "reference is absent");
        requireNonNull(pruned, "pruned is absent");
        requireNonNull(mask, "mask is absent");
        requireNonNull(curves, "curves is absent");
        requireNonNull(budget, "budget is absent");
    }

    /// Part of no sweep.
    public ModelPruned(
            RunId runId,
            Instant occurredAt,
            RunSpec spec,
            ArtifactRef source,
            ArtifactRef reference,
            ArtifactRef pruned,
            ArtifactRef mask,
            ArtifactRef curves,
            BudgetCount budget) {
        this(runId, occurredAt, spec, source, reference, pruned, mask, curves, budget, null);
    }
}

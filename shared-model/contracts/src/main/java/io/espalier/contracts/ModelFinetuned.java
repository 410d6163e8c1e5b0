package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A pruned model has recovered what it could. Emitted by `finetuning`, read by `evaluation`.
///
/// @param source    the model that was pushed
/// @param reference the dense model it is compared with
/// @param tuned     the fine-tuned ONNX file, the same blocks are exact zeros
/// @param mask      which blocks were kept
/// @param curves    loss per step
/// @param sweep     that the run is part of; absent if it is part of none
public record ModelFinetuned(
        RunId runId,
        Instant occurredAt,
        RunSpec spec,
        ArtifactRef source,
        ArtifactRef reference,
        ArtifactRef tuned,
        ArtifactRef mask,
        ArtifactRef curves,
        @Nullable SweepId sweep)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-finetuned.v1";

    public ModelFinetuned {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(spec, "spec is absent");
        requireNonNull(source, "source is absent");
        requireNonNull(reference, "reference is absent");
        requireNonNull(tuned, "tuned is absent");
        requireNonNull(mask, "mask is absent");
        requireNonNull(curves, "curves is absent");
    }

    /// Part of no sweep.
    public ModelFinetuned(
            RunId runId,
            Instant occurredAt,
            RunSpec spec,
            ArtifactRef source,
            ArtifactRef reference,
            ArtifactRef tuned,
            ArtifactRef mask,
            ArtifactRef curves) {
        this(runId, occurredAt, spec, source, reference, tuned, mask, curves, null);
    }
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The exported bytes were measured. Emitted by `evaluation`, read by `registry`.
///
/// @param source the model that was pushed
/// @param model  the file that was measured and that will be served if promoted
/// @param mask   which blocks were kept
/// @param report accuracy, sizes, latency and the recounted budget
/// @param exports what else the run leaves; absent in events of version 0.2
public record ModelEvaluated(
        RunId runId,
        Instant occurredAt,
        RunSpec spec,
        ArtifactRef source,
        ArtifactRef model,
        ArtifactRef mask,
        EvaluationReport report,
        @Nullable Exports exports)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-evaluated.v1";

    public ModelEvaluated {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(spec, "spec is absent");
        requireNonNull(source, "source is absent");
        requireNonNull(model, "model is absent");
        requireNonNull(mask, "mask is absent");
        requireNonNull(report, "report is absent");
    }

    /// Without other exports.
    public ModelEvaluated(
            RunId runId,
            Instant occurredAt,
            RunSpec spec,
            ArtifactRef source,
            ArtifactRef model,
            ArtifactRef mask,
            EvaluationReport report) {
        this(runId, occurredAt, spec, source, model, mask, report, null);
    }
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A run ended because trying again cannot help. Emitted by any stage.
///
/// @param stage   where it ended
/// @param code    stable name of the failure
/// @param message what is wrong with which value, and what was allowed
public record StageFailed(RunId runId, Instant occurredAt, Stage stage, ErrorCode code, String message)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.stage-failed.v1";

    public StageFailed {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(stage, "stage is absent");
        requireNonNull(code, "code is absent");
        requireNonNull(message, "message is absent");
    }
}

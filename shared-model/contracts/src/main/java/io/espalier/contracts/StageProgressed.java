package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/// How far a stage is, for people who watch. May be lost without harm; the newest sequence number counts.
///
/// @param stage     who reports
/// @param attempt   delivery count of the stage's record, from 1
/// @param sequence  grows by one within a stage and attempt; a resumed attempt goes on above its checkpoint
/// @param phase     what is being done: `control`, `prune`, `finetune`, `accuracy`, `latency`, …
/// @param done      units done in this stage, >= 0
/// @param total     units of this stage, >= done; 0 = not known yet
/// @param metrics   numbers to plot against `done`: `loss`, `temperature`, `soft-count`, `learning-rate`,
///                  `images-per-second`, `accuracy`, …
public record StageProgressed(
        RunId runId,
        Instant occurredAt,
        Stage stage,
        int attempt,
        long sequence,
        String phase,
        long done,
        long total,
        Map<String, Double> metrics)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.stage-progressed.v1";

    public StageProgressed {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(stage, "stage is absent");
        requireNonNull(phase, "phase is absent");
        requireNonNull(metrics, "metrics is absent");
        metrics = Map.copyOf(metrics);
    }
}

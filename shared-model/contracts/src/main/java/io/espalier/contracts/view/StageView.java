package io.espalier.contracts.view;

import io.espalier.contracts.Stage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far one stage of a run is.
///
/// @param attempt   delivery count of the stage's record, from 1; 0 while waiting
/// @param phase     what is being done; empty while waiting
/// @param done      units done, >= 0
/// @param total     units of the stage; 0 = not known
/// @param metrics   newest value of each metric
/// @param startedAt first sign of life of the stage
/// @param endedAt   when its outcome was published, or when it failed
public record StageView(
        Stage stage,
        StageStatus status,
        int attempt,
        String phase,
        long done,
        long total,
        Map<String, Double> metrics,
        @Nullable Instant startedAt,
        @Nullable Instant updatedAt,
        @Nullable Instant endedAt) {

    public StageView {
        metrics = Map.copyOf(metrics);
    }

    /// A stage that has not been heard of.
    public static StageView waiting(Stage stage) {
        return new StageView(stage, StageStatus.WAITING, 0, "", 0, 0, Map.of(), null, null, null);
    }

    /// This stage, given that a later one has begun: it is done, even if the fact that says so is still to come.
    public StageView passed() {
        return switch (status) {
            case DONE, FAILED -> this;
            case WAITING, RUNNING ->
                new StageView(
                        stage, StageStatus.DONE, attempt, phase, total, total, metrics, startedAt, updatedAt, endedAt);
        };
    }
}

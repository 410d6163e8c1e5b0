package io.espalier.stage;

import io.espalier.contracts.Stage;
import io.espalier.contracts.Topics;
import java.time.Duration;

/// How a [StageWorker] works; the same for every run, so nothing here changes a result.
///
/// @param stage       whose work it is; the share group is `espalier-<stage>`
/// @param topic       where the work comes from
/// @param maxAttempts deliveries after which a run is given up, in [1, 9]; but never more than one less than the
///     broker allows (`group.share.delivery.count.limit`, 5 by default), because the broker archives a record in
///     silence: after a worker's death on the last attempt, one more delivery is needed to bury the record
/// @param retryPause  how long a record waits between deliveries
/// @param stopGrace   how long the work may take to save its state and leave at shutdown
public record WorkerSettings(
        KafkaSettings kafka, Stage stage, String topic, int maxAttempts, Backoff retryPause, Duration stopGrace) {

    private static final int MAX_ATTEMPTS = 9;
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    public WorkerSettings {
        if (maxAttempts < 1 || maxAttempts > 9) {
            throw new IllegalArgumentException("maxAttempts must be in [1, 9], was " + maxAttempts);
        }
    }

    public static WorkerSettings of(KafkaSettings kafka, Stage stage) {
        return new WorkerSettings(kafka, stage, inputOf(stage), MAX_ATTEMPTS, Backoff.DEFAULT, STOP_GRACE);
    }

    public WorkerSettings withMaxAttempts(int attempts) {
        return new WorkerSettings(kafka, stage, topic, attempts, retryPause, stopGrace);
    }

    public WorkerSettings withRetryPause(Backoff pause) {
        return new WorkerSettings(kafka, stage, topic, maxAttempts, pause, stopGrace);
    }

    public WorkerSettings withStopGrace(Duration grace) {
        return new WorkerSettings(kafka, stage, topic, maxAttempts, retryPause, grace);
    }

    String group() {
        return "espalier-" + stage.label();
    }

    private static String inputOf(Stage stage) {
        return switch (stage) {
            case INGEST -> Topics.SUBMISSIONS;
            case PRUNING -> Topics.INGESTED;
            case FINETUNING -> Topics.PRUNED;
            case EVALUATION -> Topics.FINETUNED;
            case REGISTRY -> Topics.EVALUATED;
        };
    }
}

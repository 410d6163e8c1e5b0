package io.espalier.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every topic of the pipeline. Compose, manifests and docs are checked against this class.
public final class Topics {

    /// `ModelSubmitted`, by anyone who can write a CloudEvent.
    public static final String SUBMISSIONS = "registry.submissions";

    public static final String INGESTED = "pipeline.ingested";
    public static final String PRUNED = "pipeline.pruned";
    public static final String FINETUNED = "pipeline.finetuned";
    public static final String EVALUATED = "pipeline.evaluated";

    /// `ModelPromoted` and `ModelRejected`.
    public static final String DECISIONS = "registry.decisions";

    /// `StageProgress`, for people who watch.
    public static final String PROGRESS = "pipeline.progress";

    /// `StageFailed`: a run ended with an error code.
    public static final String FAILURES = "pipeline.failures";

    /// Records that cannot be read or were delivered too often, as they came.
    public static final String DEAD_LETTERS = "pipeline.dead-letters";

    /// In pipeline order; what a fresh broker must have.
    public static final List<String> ALL =
            List.of(SUBMISSIONS, INGESTED, PRUNED, FINETUNED, EVALUATED, DECISIONS, PROGRESS, FAILURES, DEAD_LETTERS);

    private static final Duration WATCHED = Duration.ofDays(7);
    private static final Duration LOOKED_AT = Duration.ofDays(30);

    private Topics() {}

    /// How long records are kept; empty = until they are deleted. Work may wait for longer than any broker's default,
    /// and facts are what the registry is made from.
    ///
    /// @param topic one of [#ALL]
    public static Optional<Duration> retention(String topic) {
        return switch (topic) {
            case PROGRESS -> Optional.of(WATCHED);
            case DEAD_LETTERS -> Optional.of(LOOKED_AT);
            default -> Optional.empty();
        };
    }
}

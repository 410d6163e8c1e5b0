package io.espalier.contracts;

import java.util.List;

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

    private Topics() {}
}

package io.espalier.stage;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.time.Instant;

/// Events to feed a stage with.
final class Samples {

    static final RunSpec SPEC = RunSpecReader.read("model: tiny\ndata: {uri: images}");
    static final ArtifactRef FILE = ArtifactRef.stored("ab".repeat(32), 12, MediaTypes.ONNX);
    static final Instant WHEN = Instant.parse("2026-01-02T03:04:05.678Z");

    private Samples() {}

    static RunId run(String name) {
        return RunId.ofSubmission("/test", name);
    }

    static ModelIngested ingested(String name) {
        return new ModelIngested(run(name), WHEN, FILE, SPEC);
    }

    /// What the tests' pruning stage answers.
    static ModelPruned pruned(ModelIngested event) {
        return new ModelPruned(
                event.runId(),
                Instant.now(),
                event.spec(),
                FILE,
                FILE,
                FILE,
                FILE,
                FILE,
                new BudgetCount(10, 5, 5, 640, 320));
    }
}

package io.espalier.cli.watch;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageStatus;
import io.espalier.contracts.view.StageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs as the registry would show them.
public final class Views {

    public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    public static final RunId RUN = new RunId("r-0123456789abcdef");

    private Views() {}

    /// In pruning, `done` of 200 steps.
    public static RunView pruning(long done, int attempt) {
        StageView pruning = new StageView(
                Stage.PRUNING,
                StageStatus.RUNNING,
                attempt,
                "prune",
                done,
                200,
                Map.of("loss", 0.43219, "temperature", 0.05, "learning-rate", 0.01),
                START.plusSeconds(3),
                START.plusSeconds(60),
                null);
        return run(RunStatus.RUNNING, Stage.PRUNING, List.of(ingested(), pruning), List.of(), null, null);
    }

    public static RunView judged(RunStatus verdict) {
        boolean promoted = verdict == RunStatus.PROMOTED;
        List<GateResult> gates = List.of(
                new GateResult("budget", 1024, 1024, true),
                new GateResult("max-accuracy-drop", 0.03, promoted ? 0.0125 : 0.042, promoted));
        return run(verdict, Stage.REGISTRY, List.of(ingested()), gates, 3, null);
    }

    public static RunView failed() {
        ErrorCode code = ErrorCode.DATASET_NOT_FOUND;
        RunView.Failure failure =
                new RunView.Failure(Stage.INGEST, code, "there is no file shapes.zip", code.meaning(), code.remedy());
        StageView ingest = new StageView(
                Stage.INGEST, StageStatus.FAILED, 1, "check", 1, 2, Map.of(), START, START, START.plusSeconds(1));
        return run(RunStatus.FAILED, Stage.INGEST, List.of(ingest), List.of(), null, failure);
    }

    private static StageView ingested() {
        return new StageView(
                Stage.INGEST, StageStatus.DONE, 1, "check", 2, 2, Map.of(), START, START, START.plusSeconds(2));
    }

    private static RunView run(
            RunStatus status,
            Stage stage,
            List<StageView> known,
            List<GateResult> gates,
            @Nullable Integer version,
            RunView.@Nullable Failure failure) {
        List<StageView> stages = new ArrayList<>(known);
        Stream.of(Stage.values()).skip(known.size()).map(StageView::waiting).forEach(stages::add);
        return new RunView(
                RUN, "shapes-resnet14", status, stage, START, START, null, null, stages, gates, version, failure, null);
    }
}

package io.espalier.service;

import io.espalier.artifacts.CheckpointStore;
import io.espalier.stage.StageCheckpoints;
import io.espalier.stage.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A worker's side of a job that writes down what it is told.
final class RecordingContext implements StageContext {

    final List<String> reports = new ArrayList<>();
    private final StageCheckpoints checkpoints;
    boolean stopping;

    RecordingContext(CheckpointStore store) {
        this.checkpoints = new StageCheckpoints(store, "r-0123456789abcdef/pruning");
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public void progress(String phase, long done, long total, Map<String, Double> metrics) {
        reports.add(phase + " " + done + "/" + total + (metrics.isEmpty() ? "" : " " + metrics));
    }

    @Override
    public StageCheckpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public boolean stopping() {
        return stopping;
    }
}

package io.espalier.stage;

import java.util.Map;

/// The worker's side of a [StageContext]: one per delivery.
final class JobContext implements StageContext {

    private final int attempt;
    private final StageCheckpoints checkpoints;
    private final ProgressReports reports;
    private final StopSignal stop;

    JobContext(int attempt, StageCheckpoints checkpoints, ProgressReports reports, StopSignal stop) {
        this.attempt = attempt;
        this.checkpoints = checkpoints;
        this.reports = reports;
        this.stop = stop;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public void progress(String phase, long done, long total, Map<String, Double> metrics) {
        reports.report(phase, done, total, metrics);
    }

    @Override
    public StageCheckpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public boolean stopping() {
        return stop.asked();
    }
}

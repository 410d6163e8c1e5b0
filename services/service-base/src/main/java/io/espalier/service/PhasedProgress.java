package io.espalier.service;

import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageInterrupted;
import java.util.List;

/// Adds the steps of a stage's training phases up to one count, so that a stage has one bar and curves one axis.
///
/// Phases train on the same batches, so the steps of each are proportional to its epochs. Whatever else the work
/// reports (decoding images, measuring accuracy) leaves the count where it is.
public final class PhasedProgress implements RunListener {

    /// A training phase.
    ///
    /// @param name   as the work reports it
    /// @param epochs its length, >= 0
    public record Phase(String name, int epochs) {}

    private final StageContext context;
    private final List<Phase> phases;
    private long done;
    private long total;

    /// @param phases in the order in which they run
    public PhasedProgress(StageContext context, List<Phase> phases) {
        this.context = context;
        this.phases = List.copyOf(phases);
    }

    /// @throws StageInterrupted between steps of work that needs no checkpoint, if the service is stopping
    @Override
    public void progressed(Progress progress) {
        int epochsBefore = 0;
        for (Phase phase : phases) {
            if (phase.name().equals(progress.phase())) {
                count(progress, phase, epochsBefore);
                context.progress(progress.phase(), done, total, progress.metrics());
                return;
            }
            epochsBefore += phase.epochs();
        }
        context.progress(progress.phase(), done, total, progress.metrics());
        if (context.stopping()) {
            throw new StageInterrupted();
        }
    }

    private void count(Progress progress, Phase phase, int epochsBefore) {
        long stepsPerEpoch = progress.total() / Math.max(1, phase.epochs());
        done = stepsPerEpoch * epochsBefore + progress.done();
        total = stepsPerEpoch * phases.stream().mapToInt(Phase::epochs).sum();
    }
}

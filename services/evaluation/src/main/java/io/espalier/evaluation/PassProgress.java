package io.espalier.evaluation;

import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageInterrupted;

/// Adds passes over the same images, one per measured model, up to one count.
final class PassProgress implements RunListener {

    private static final String PASS = "accuracy";

    private final StageContext context;
    private final int passes;
    private long imagesBefore;
    private long imagesOfPass;
    private long total;

    /// @param passes how many models are measured
    PassProgress(StageContext context, int passes) {
        this.context = context;
        this.passes = passes;
    }

    /// @throws StageInterrupted if the service is stopping: measuring is short and begins anew elsewhere
    @Override
    public void progressed(Progress progress) {
        if (context.stopping()) {
            throw new StageInterrupted();
        }
        if (progress.phase().equals(PASS)) {
            if (progress.done() <= imagesOfPass) {
                imagesBefore += progress.total();
            }
            imagesOfPass = progress.done();
            total = passes * progress.total();
        }
        context.progress(progress.phase(), imagesBefore + imagesOfPass, total, progress.metrics());
    }
}

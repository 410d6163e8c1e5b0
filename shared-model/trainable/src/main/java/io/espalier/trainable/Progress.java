package io.espalier.trainable;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;

/// How far training has come, to be able to say where it diverged.
final class Progress {

    private long updates;
    private double latestRate = Double.NaN;

    /// Parameter updates done.
    long updates() {
        return updates;
    }

    void advance(double learningRate) {
        updates++;
        latestRate = learningRate;
    }

    /// Goes on after a number of updates made elsewhere.
    void resume(long updatesDone) {
        updates = updatesDone;
        latestRate = Double.NaN;
    }

    /// @throws PipelineException.Permanent TRAINING_DIVERGED with step and learning rate, if the loss is not finite
    double requireFinite(double loss) {
        if (!Double.isFinite(loss)) {
            String before = Double.isNaN(latestRate) ? "" : ", after an update with learning rate " + latestRate;
            throw new PipelineException.Permanent(
                    ErrorCode.TRAINING_DIVERGED, "the loss is %s at step %d%s".formatted(loss, updates + 1, before));
        }
        return loss;
    }
}

package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;

/// What one training step saw, before the update.
///
/// @param loss    mean over the batch, finite
/// @param correct images whose largest logit is the label's
public record StepResult(double loss, int correct) {

    /// @param logits shape `(n, classes)`
    static StepResult of(double loss, NDArray logits, Batch batch) {
        long[] chosen = logits.argMax(1).toLongArray();
        int correct = 0;
        for (int i = 0; i < chosen.length; i++) {
            correct += chosen[i] == batch.labels()[i] ? 1 : 0;
        }
        return new StepResult(loss, correct);
    }
}

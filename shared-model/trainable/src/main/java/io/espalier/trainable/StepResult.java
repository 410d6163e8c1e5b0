package io.espalier.trainable;

import java.util.Map;

/// What one training step saw, before the update.
///
/// @param loss    mean over the batch, finite
/// @param metrics what the loss says of the batch, such as `accuracy`, a fraction
public record StepResult(double loss, Map<String, Double> metrics) {

    public StepResult {
        metrics = Map.copyOf(metrics);
    }
}

package io.espalier.trainable;

/// What one training step saw, before the update.
///
/// @param loss    mean over the batch, finite
/// @param correct images whose largest logit is the label's
public record StepResult(double loss, int correct) {}

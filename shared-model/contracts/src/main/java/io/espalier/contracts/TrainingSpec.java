package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How weights are trained; each phase rises linearly to `learningRate`, then follows its own cosine to 0.
///
/// @param optimizer     update rule
/// @param batchSize     images a step, >= 1; a phase may have its own
/// @param learningRate  first rate of the cosine, > 0
/// @param momentum      of SGD, in `[0, 1)`
/// @param weightDecay   L2 factor on weights with two or more dimensions; biases and normalisation scales are
///     not decayed
/// @param warmupEpochs  length of the rise from 0, in epochs, part of the phase, >= 0
/// @param clipNorm      the gradient of all weights together is scaled down to this L2 norm; 0 = never
/// @param emaDecay      d of the exponential moving average of weights, `e ← d e + (1 - d) w` after each step, which is
///     what a phase ends with, in `[0, 1)`; 0 = none. The prune phase has none, whatever its method.
/// @param validateEvery epochs between validation passes; control and fine-tuning end with the best weights of theirs,
///     the prune phase only tells `validation-…` and ends with its last weights; 0 = no pass, the last weights
public record TrainingSpec(
        Optimizer optimizer,
        int batchSize,
        double learningRate,
        double momentum,
        double weightDecay,
        double warmupEpochs,
        double clipNorm,
        double emaDecay,
        int validateEvery) {

    /// Update rule of the weights.
    public enum Optimizer {
        @JsonProperty("sgd")
        SGD,
        @JsonProperty("adam")
        ADAM
    }

    public TrainingSpec {
        requireBatchSize(batchSize);
        require(learningRate > 0, "learning-rate", learningRate, "above 0");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
        require(weightDecay >= 0, "weight-decay", weightDecay, "0 or more");
        require(warmupEpochs >= 0, "warmup-epochs", warmupEpochs, "0 or more");
        require(clipNorm >= 0, "clip-norm", clipNorm, "0 or more");
        require(emaDecay >= 0 && emaDecay < 1, "ema-decay", emaDecay, "in [0, 1)");
        require(validateEvery >= 0, "validate-every", validateEvery, "a number of epochs, or 0 for never");
    }

    /// Without warm-up, clipping, averaging and validation.
    public TrainingSpec(Optimizer optimizer, int batchSize, double learningRate, double momentum, double weightDecay) {
        this(optimizer, batchSize, learningRate, momentum, weightDecay, 0, 0, 0, 0);
    }

    static void requireBatchSize(@Nullable Integer size) {
        require(size == null || (size >= 1 && size <= 65_536), "batch-size", String.valueOf(size), "in [1, 65536]");
    }
}

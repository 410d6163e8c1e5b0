package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Optimizer settings of the weights; each training phase runs its own cosine from `learningRate` to 0.
///
/// @param optimizer    update rule
/// @param batchSize    images a step, >= 1
/// @param learningRate first rate of the cosine, > 0
/// @param momentum     of SGD, in `[0, 1)`
/// @param weightDecay  L2 factor on weights with two or more dimensions; biases and normalisation scales are
///     not decayed
public record TrainingSpec(
        Optimizer optimizer, int batchSize, double learningRate, double momentum, double weightDecay) {

    /// Update rule of the weights.
    public enum Optimizer {
        @JsonProperty("sgd")
        SGD,
        @JsonProperty("adam")
        ADAM
    }

    public TrainingSpec {
        require(batchSize >= 1 && batchSize <= 65_536, "batch-size", batchSize, "in [1, 65536]");
        require(learningRate > 0, "learning-rate", learningRate, "above 0");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
        require(weightDecay >= 0, "weight-decay", weightDecay, "0 or more");
    }
}

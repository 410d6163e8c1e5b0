package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The parts of SMART, each of which can be switched off to see what it is worth.
///
/// @param operator         of the soft top-k
/// @param mask             where the scores of blocks come from
/// @param temperature      how the temperature goes through the phase
/// @param firstScores      what learning of the scores of blocks begins with; of single weights (N of M) it is
///                         always the importance as it is
/// @param fixedTemperature of `temperature: fixed`, in units of the first scores, whose mean is 1; > 0
/// @param maskSchedule     of the rate of the mask's Adam
public record SmartSpec(
        SoftOperator operator,
        MaskKind mask,
        FirstScores firstScores,
        Temperature temperature,
        double fixedTemperature,
        Schedule maskSchedule) {

    /// What a spec without the group means.
    public static final SmartSpec DEFAULT = new SmartSpec(
            SoftOperator.SIGMOID,
            MaskKind.SEPARATE,
            FirstScores.IMPORTANCE,
            Temperature.SOFT_COUNT,
            0.1,
            Schedule.COSINE);

    /// Where the scores of blocks come from.
    public enum MaskKind {
        /// Parameters of their own, learned beside the weights.
        @JsonProperty("separate")
        SEPARATE,
        /// The importance of the present weights, computed anew each step: nothing beside the weights is learned.
        @JsonProperty("weights")
        WEIGHTS
    }

    /// What learning of the scores begins with.
    public enum FirstScores {
        /// The rank of the importance, evenly spread: a rate means the same whatever the importance is distributed
        // like.
        @JsonProperty("ranks")
        RANKS,
        /// The importance as it is.
        @JsonProperty("importance")
        IMPORTANCE
    }

    /// How the temperature goes through the phase.
    public enum Temperature {
        /// Falls so that the number of undecided blocks follows its schedule.
        @JsonProperty("soft-count")
        SOFT_COUNT,
        /// Falls geometrically from the temperature of the first soft count to the one of the last, both for the
        /// first scores.
        @JsonProperty("geometric")
        GEOMETRIC,
        /// Stays.
        @JsonProperty("fixed")
        FIXED
    }

    /// How a rate goes through the phase.
    public enum Schedule {
        @JsonProperty("cosine")
        COSINE,
        @JsonProperty("constant")
        CONSTANT
    }

    public SmartSpec {
        // Null is what Jackson passes for an absent key: events of version 0.3 do not have it.
        firstScores = firstScores == null ? FirstScores.IMPORTANCE : firstScores;
        require(fixedTemperature > 0, "fixed-temperature", fixedTemperature, "above 0");
    }
}

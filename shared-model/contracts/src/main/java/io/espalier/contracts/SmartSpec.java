package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The parts of SMART, each of which can be switched off to see what it is worth.
///
/// @param operator         of the soft top-k
/// @param mask             where the scores of blocks come from
/// @param temperature      how the temperature goes through the phase
/// @param fixedTemperature of `temperature: fixed`, in units of the first scores, whose mean is 1; > 0
/// @param maskSchedule     of the rate of the mask's Adam
public record SmartSpec(
        SoftOperator operator, MaskKind mask, Temperature temperature, double fixedTemperature, Schedule maskSchedule) {

    /// What a spec without the group means.
    public static final SmartSpec DEFAULT =
            new SmartSpec(SoftOperator.SIGMOID, MaskKind.SEPARATE, Temperature.SOFT_COUNT, 0.1, Schedule.COSINE);

    /// Where the scores of blocks come from.
    public enum MaskKind {
        /// Parameters of their own, learned beside the weights.
        @JsonProperty("separate")
        SEPARATE,
        /// The importance of the present weights, computed anew each step: nothing beside the weights is learned.
        @JsonProperty("weights")
        WEIGHTS
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
        require(fixedTemperature > 0, "fixed-temperature", fixedTemperature, "above 0");
    }
}

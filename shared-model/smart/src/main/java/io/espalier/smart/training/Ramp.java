package io.espalier.smart.training;

/// How far a budget is tightened by a step, from 0 (everything stays) to 1 (the spec's budget).
enum Ramp {
    /// `1 − (1 − p)³`: fast while much is redundant (Zhu and Gupta 2017, arXiv 1710.01878, equation 1 from a
    /// dense start).
    CUBIC,

    /// `min(1, 2p)`: the first half of the phase tightens, the second trains under the whole budget.
    LINEAR_HALF;

    /// @param step  counted from 0
    /// @param steps of the phase, >= 1; the last has progress 1
    double progress(long step, long steps) {
        double p = steps == 1 ? 1 : Math.min(1, (double) step / (steps - 1));
        return switch (this) {
            case CUBIC -> 1 - (1 - p) * (1 - p) * (1 - p);
            case LINEAR_HALF -> Math.min(1, 2 * p);
        };
    }
}

package io.espalier.smart.budget;

/// What a selection may cost at most.
///
/// @param most in the cost's unit
public record Limit(Cost cost, double most) {

    /// The same unit with less taken away: `total + progress · (most − total)`.
    ///
    /// @param progress in `[0, 1]`; 0 = everything stays
    Limit at(double progress) {
        return progress >= 1 ? this : new Limit(cost, cost.total() + progress * (most - cost.total()));
    }
}

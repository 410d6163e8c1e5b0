package io.espalier.smart;

/// `r = Σ c F(a) − B` of an `F` with `F(a) + F(−a) = 1`, as `(Σ_{a ≥ 0} c − B) − Σ_{a ≥ 0} c F(−a) + Σ_{a < 0} c F(a)`.
///
/// When the right blocks are on the right side the first term is exactly 0 for whole budgets, and a nearly hard
/// mask still has an excess with all its digits.
final class Excess {

    private final CompensatedSum kept = new CompensatedSum();
    private final CompensatedSum leaked = new CompensatedSum();

    /// @param tail `c F(−|a|)`
    void add(double a, double cost, double tail) {
        double upper = Squash.step(a);
        kept.add(upper * cost);
        leaked.add((1 - 2 * upper) * tail);
    }

    double over(double budget) {
        return kept.value() - budget + leaked.value();
    }
}

package io.espalier.smart;

/// How many blocks the masks of the present scores leave undecided, `n_eff = Σ 4 f_i(1 − f_i)`.
public interface SoftCount {

    /// `n_eff`.
    ///
    /// @param temperature `τ`, > 0
    double at(double temperature);

    /// `∂n_eff/∂ln τ` at the temperature that was asked for last.
    double derivative();
}

package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The function `F` of the soft top-k `f_i = F(x_i/τ + t)`, whose threshold `t` makes the mask meet its budget.
public enum SoftOperator {
    /// The logistic function (Ding et al., arXiv 2403.19969): never exactly 0 or 1.
    @JsonProperty("sigmoid")
    SIGMOID,

    /// `clip(a, 0, 1)`: the Euclidean projection onto the capped simplex, with exact zeros and ones.
    @JsonProperty("capped-simplex")
    CAPPED_SIMPLEX,

    /// The distribution function of Laplace's distribution (LapSum, arXiv 2503.06242).
    @JsonProperty("lapsum")
    LAPSUM
}

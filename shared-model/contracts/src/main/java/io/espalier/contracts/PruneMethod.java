package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How the mask is found. All methods share blocks, budget, epochs and data order, so that they can be compared.
public enum PruneMethod {
    /// A learnable mask, differentiable top-k, falling temperature (Ding et al., arXiv 2403.19969).
    @JsonProperty("smart")
    SMART,

    /// Blocks drawn by the run's seed go at once, before training: what any score has to beat.
    @JsonProperty("random")
    RANDOM,

    /// The blocks of least weight magnitude go at once, before training.
    @JsonProperty("magnitude")
    MAGNITUDE,

    /// Magnitude with layers made comparable by what energy would survive (Lee et al. 2021, arXiv 2010.07611); at
    /// once, before training.
    @JsonProperty("lamp")
    LAMP,

    /// The blocks of least `Σ |w ∂L/∂w|` go at once, before training (Lee et al. 2019, arXiv 1810.02340).
    @JsonProperty("snip")
    SNIP,

    /// The blocks of least first-order loss change go at once, before training (Molchanov et al. 2016).
    @JsonProperty("taylor")
    TAYLOR,

    /// Gradual magnitude pruning: the share removed rises on a cubic schedule while weights train (Zhu and Gupta
    /// 2017, arXiv 1710.01878).
    @JsonProperty("gmp")
    GMP,

    /// Scores accumulate `−w ∂L/∂w` while weights train (Sanh et al. 2020, arXiv 2005.07683).
    @JsonProperty("movement")
    MOVEMENT,

    /// Dense and compressed stretches of training in turn (Peste et al. 2021, arXiv 2106.12379).
    @JsonProperty("ac-dc")
    AC_DC,

    /// A soft mask that is a function of the weights themselves (Cho et al. 2023, arXiv 2305.11203).
    @JsonProperty("pdp")
    PDP
}

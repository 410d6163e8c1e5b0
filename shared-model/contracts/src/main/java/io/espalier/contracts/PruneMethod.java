package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How the mask is found. All methods share blocks, budget, epochs and data order, so that they can be compared.
public enum PruneMethod {
    /// A learnable mask, differentiable top-k, falling temperature (Ding et al., arXiv 2403.19969).
    @JsonProperty("smart")
    SMART,

    /// The blocks of least weight magnitude go at once, before training.
    @JsonProperty("magnitude")
    MAGNITUDE,

    /// The blocks of least first-order loss change go at once, before training (Molchanov et al. 2016).
    @JsonProperty("taylor")
    TAYLOR
}

package io.espalier.trainable;

import ai.djl.ndarray.NDArray;

/// L2 weight decay as a term of the gradient: `g + λ w`.
final class Decay {

    private Decay() {}

    /// The gradient, changed in place by the decay term if the parameter is decayed.
    ///
    /// @param weightDecay λ >= 0
    static NDArray added(NDArray gradient, NDArray weight, Parameter parameter, double weightDecay) {
        if (parameter.decayed() && weightDecay > 0) {
            try (NDArray term = weight.mul((float) weightDecay)) {
                gradient.addi(term);
            }
        }
        return gradient;
    }
}

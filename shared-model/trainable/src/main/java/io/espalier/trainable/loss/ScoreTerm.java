package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import io.espalier.contracts.DetectionLossSpec.ScoreLoss;

/// What a detector's score `p` costs, where its target is 0 and where it is `q > 0`.
///
/// - Binary cross-entropy: `−log(1 − p)` and `−q log p − (1 − q) log(1 − p)`.
/// - Varifocal: `−α p^γ log(1 − p)` and `q` times the binary cross-entropy. Source: Zhang et al., VarifocalNet,
///   arXiv:2008.13367, equation 2, α and γ as there; the weight `p^γ` has a gradient too.
///
/// A logarithm counts as at least −100; its derivative is 1 over the argument, which counts as at least [#LEAST], so
/// that a score which is certain and wrong is still moved. Source: `torch.nn.BCELoss`.
///
/// @param function which of the two
record ScoreTerm(ScoreLoss function) {

    /// Far below the smallest sigmoid worth telling apart, and a normal float32.
    static final float LEAST = 1e-12f;

    static final float LEAST_LOGARITHM = -100f;

    static final double ALPHA = 0.75;
    static final double GAMMA = 2;

    /// @param scores p, any shape
    NDArray ofZero(NDArray scores) {
        NDArray crossEntropy = logarithm(scores.neg().add(1f)).neg();
        return switch (function) {
            case BCE -> crossEntropy;
            case VARIFOCAL -> Taped.times(crossEntropy.mul(Taped.power(scores, GAMMA)), ALPHA);
        };
    }

    /// @param scores  p, any shape
    /// @param targets q, of the same shape
    NDArray ofTarget(NDArray scores, NDArray targets) {
        NDArray rest = targets.neg().add(1f);
        NDArray crossEntropy = targets.mul(logarithm(scores))
                .add(rest.mul(logarithm(scores.neg().add(1f))))
                .neg();
        return switch (function) {
            case BCE -> crossEntropy;
            case VARIFOCAL -> crossEntropy.mul(targets);
        };
    }

    private static NDArray logarithm(NDArray values) {
        NDArray fixed = values.stopGradient();
        NDArray slope = Taped.atLeast(fixed, LEAST);
        // The value of the second term is 0, its derivative that of the logarithm.
        NDArray moving = values.sub(fixed).div(slope);
        return Taped.atLeast(fixed.log(), LEAST_LOGARITHM).add(moving);
    }
}

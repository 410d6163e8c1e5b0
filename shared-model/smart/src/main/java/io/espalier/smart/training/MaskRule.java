package io.espalier.smart.training;

import io.espalier.trainable.TrainableGraph;
import java.util.Map;

/// What a training phase multiplies the blocks by, and what it learns about them.
///
/// In each step: [#observe], [#factors], the backward pass, [#learn], the optimizer's step, [#metrics]. After
/// the last step [#observe] and [#factors] are called once more for it, with the weights that the phase ends
/// with.
sealed interface MaskRule
        permits NoMask,
                FixedMask,
                LearnedMask,
                GradualMask,
                MovementMask,
                AlternatingMask,
                ThresholdMask,
                GroupedMask,
                NestedMask {

    /// Reads from the present weights what the factors depend on; only rules that have to read them do.
    ///
    /// @param step the same as of [#factors]
    default void observe(TrainableGraph graph, long step) {}

    /// The factors of a step, shape `(blocks)`, in `[0, 1]`; the next call may write them into the same array.
    ///
    /// @param step counted from 0
    float[] factors(long step);

    /// Learns from the gradients of the same step, and may add to those of the weights.
    ///
    /// @param graph        after its backward pass, before the optimizer's step
    /// @param step         the same as of [#factors]
    /// @param learningRate of the weights
    default void learn(TrainableGraph graph, long step, double learningRate) {}

    /// What the rule did in the latest step, for curves.
    ///
    /// @param step the same as of [#factors]
    Map<String, Double> metrics(long step);

    /// Whether factors between 0 and 1 are decided only when the rule is hardened.
    default boolean isSoft() {
        return false;
    }

    /// Which blocks stay when the rule is hardened, shape `(blocks)`.
    boolean[] harden();

    byte[] state();

    void restore(byte[] state);
}

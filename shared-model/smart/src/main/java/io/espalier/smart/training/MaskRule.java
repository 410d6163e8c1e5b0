package io.espalier.smart.training;

import java.util.Map;

/// What a training phase multiplies the blocks by, and what it learns about them.
sealed interface MaskRule permits NoMask, FixedMask, LearnedMask {

    /// The factors of a step, shape `(blocks)`, in `[0, 1]`.
    ///
    /// @param step counted from 0
    float[] factors(long step);

    /// What the rule did in the latest step, for curves.
    ///
    /// @param step the same as of [#factors]
    Map<String, Double> metrics(long step);

    /// Which blocks stay when the rule is hardened, shape `(blocks)`.
    boolean[] harden();

    byte[] state();

    void restore(byte[] state);
}

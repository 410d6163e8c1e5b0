package io.espalier.smart.training;

import java.util.Map;

/// A mask that was decided before training: one-shot pruning and fine-tuning.
final class FixedMask implements MaskRule {

    private boolean[] kept;

    /// @param kept shape `(blocks)`, true = stays
    FixedMask(boolean[] kept) {
        this.kept = kept.clone();
    }

    @Override
    public float[] factors(long step) {
        return KeptFlags.factors(kept);
    }

    @Override
    public Map<String, Double> metrics(long step) {
        return Map.of();
    }

    @Override
    public boolean[] harden() {
        return kept.clone();
    }

    @Override
    public byte[] state() {
        return KeptFlags.bytes(kept);
    }

    @Override
    public void restore(byte[] state) {
        kept = KeptFlags.parse(state);
    }
}

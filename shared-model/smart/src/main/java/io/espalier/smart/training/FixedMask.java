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
        float[] factors = new float[kept.length];
        for (int b = 0; b < kept.length; b++) {
            factors[b] = kept[b] ? 1 : 0;
        }
        return factors;
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
        byte[] state = new byte[kept.length];
        for (int b = 0; b < kept.length; b++) {
            state[b] = (byte) (kept[b] ? 1 : 0);
        }
        return state;
    }

    @Override
    public void restore(byte[] state) {
        kept = new boolean[state.length];
        for (int b = 0; b < state.length; b++) {
            kept[b] = state[b] == 1;
        }
    }
}

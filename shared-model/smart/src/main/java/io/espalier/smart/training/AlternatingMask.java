package io.espalier.smart.training;

import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.Map;

/// AC/DC (Peste et al. 2021, arXiv 2106.12379, algorithm 1): dense and compressed stretches of training in
/// turn.
///
/// The phase is three pairs of equal stretches, dense first. At the beginning of a compressed stretch the
/// blocks of least magnitude are set to zero and stay masked until its end; at the beginning of the next dense
/// one they are zero again, whatever momentum has made of them, and may grow. The phase ends compressed. The
/// paper has stretches of five of a hundred epochs; a phase here is too short for them. Momentum is not reset.
///
/// Of a channel the weights that read it are what is scored, set to zero, masked, and may grow: those that make it
/// have to stay, since with zeros on both sides no gradient would ever bring it back ([BlockLayout#read]).
final class AlternatingMask implements MaskRule {

    private static final int STRETCHES = 6;

    private final BlockBudget budget;
    private final PresentWeights weights;
    private final long steps;
    private boolean[] kept;
    private boolean compressed;

    /// @param steps of the phase, >= 1
    AlternatingMask(BlockBudget budget, PresentWeights weights, long steps) {
        this.budget = budget;
        this.weights = weights;
        this.steps = steps;
        this.kept = all();
    }

    private boolean[] all() {
        boolean[] all = new boolean[budget.blocks()];
        Arrays.fill(all, true);
        return all;
    }

    /// Whether a step trains what stays alone; the last one always does.
    ///
    /// @param step counted from 0
    /// @param steps of the phase, >= 1
    static boolean isCompressed(long step, long steps) {
        return step == steps - 1 || step * STRETCHES / steps % 2 == 1;
    }

    @Override
    public void observe(TrainableGraph graph, long step) {
        boolean next = isCompressed(step, steps);
        if (next == compressed) {
            return;
        }
        if (next) {
            kept = budget.select(weights.scores(graph));
        }
        weights.clear(graph, kept);
        if (!next) {
            kept = all();
        }
        compressed = next;
    }

    @Override
    public float[] factors(long step) {
        return KeptFlags.factors(kept);
    }

    @Override
    public Map<String, Double> metrics(long step) {
        return Map.of("mask-sum", KeptFlags.count(kept));
    }

    @Override
    public boolean[] harden() {
        return kept.clone();
    }

    /// One byte for the stretch, then one a block.
    @Override
    public byte[] state() {
        byte[] state = new byte[kept.length + 1];
        state[0] = (byte) (compressed ? 1 : 0);
        System.arraycopy(KeptFlags.bytes(kept), 0, state, 1, kept.length);
        return state;
    }

    @Override
    public void restore(byte[] state) {
        compressed = state[0] == 1;
        kept = KeptFlags.parse(Arrays.copyOfRange(state, 1, state.length));
    }
}

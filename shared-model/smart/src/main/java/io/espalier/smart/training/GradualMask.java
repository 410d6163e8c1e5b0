package io.espalier.smart.training;

import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.Map;

/// Gradual magnitude pruning (Zhu and Gupta 2017, arXiv 1710.01878): the share removed rises as `s_t = s (1 −
/// (1 − t/T)³)`, and each time the blocks of least magnitude among the present weights are masked.
///
/// A masked weight gets no gradient and keeps its value but for weight decay and what momentum it has left, so
/// that a block may come back while others shrink. The mask is made anew a hundred times over the phase, and
/// for the last time, under the whole budget, from the weights that the phase ends with.
final class GradualMask implements MaskRule {

    private static final int UPDATES = 100;

    private final BlockBudget budget;
    private final PresentWeights weights;
    private final long steps;
    private final long interval;
    private boolean[] kept;

    /// @param steps of the phase, >= 1
    GradualMask(BlockBudget budget, PresentWeights weights, long steps) {
        this.budget = budget;
        this.weights = weights;
        this.steps = steps;
        this.interval = Math.max(1, steps / UPDATES);
        this.kept = new boolean[budget.blocks()];
        Arrays.fill(kept, true);
    }

    @Override
    public void observe(TrainableGraph graph, long step) {
        if (step % interval == 0 || step == steps - 1) {
            kept = budget.at(Ramp.CUBIC.progress(step, steps)).select(weights.scores(graph));
        }
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

    @Override
    public byte[] state() {
        return KeptFlags.bytes(kept);
    }

    @Override
    public void restore(byte[] state) {
        kept = KeptFlags.parse(state);
    }
}

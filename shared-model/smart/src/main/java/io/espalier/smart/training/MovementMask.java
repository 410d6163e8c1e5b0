package io.espalier.smart.training;

import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import java.nio.ByteBuffer;
import java.util.Map;

/// Movement pruning (Sanh et al. 2020, arXiv 2005.07683, equation 5 with blocks in place of weights): a block's
/// score is `S_b = −Σ_t α_t ⟨w_b, ∂L/∂w̃_b⟩`, what training moved away from zero, and the mask is the exact
/// top-k of the scores.
///
/// The straight-through estimator gives masked blocks a score gradient too, so that they may come back; of a channel
/// `w_b` are the weights that read it, since it is 0 for all of them where those that make it are masked. Scores
/// begin at 0 and `α` is the learning rate of the weights; the budget tightens on a cubic ramp, since the first
/// scores say little. Scores are per cost of the budget's unit and are not normalised by layer: they have a
/// sign.
final class MovementMask implements MaskRule {

    private final BlockBudget budget;
    private final long steps;
    private final int offset;
    private final double[] scores;
    private boolean[] kept = {};

    /// @param steps  of the phase, >= 1
    /// @param offset of the first block's factor among all factors of the graph
    MovementMask(BlockBudget budget, long steps, int offset) {
        this.budget = budget;
        this.steps = steps;
        this.offset = offset;
        this.scores = new double[budget.blocks()];
    }

    @Override
    public float[] factors(long step) {
        kept = budget.at(Ramp.CUBIC.progress(step, steps)).select(budget.sumsPerCost(scores));
        return KeptFlags.factors(kept);
    }

    @Override
    public void learn(TrainableGraph graph, long step, double learningRate) {
        learn(graph.factorGradients(), learningRate);
    }

    /// @param gradients `∂L/∂f_b = ⟨w_b, ∂L/∂w̃_b⟩`, shape `(factors)`
    void learn(float[] gradients, double learningRate) {
        for (int b = 0; b < scores.length; b++) {
            scores[b] -= learningRate * gradients[offset + b];
        }
    }

    @Override
    public Map<String, Double> metrics(long step) {
        return Map.of("mask-sum", KeptFlags.count(kept));
    }

    @Override
    public boolean[] harden() {
        return budget.select(budget.sumsPerCost(scores));
    }

    @Override
    public byte[] state() {
        ByteBuffer state = ByteBuffer.allocate(Double.BYTES * scores.length);
        state.asDoubleBuffer().put(scores);
        return state.array();
    }

    @Override
    public void restore(byte[] state) {
        ByteBuffer.wrap(state).asDoubleBuffer().get(scores);
    }
}

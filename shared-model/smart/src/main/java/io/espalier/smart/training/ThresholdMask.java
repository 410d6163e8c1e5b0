package io.espalier.smart.training;

import io.espalier.smart.Ranking;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.budget.SoftBudget;
import io.espalier.smart.budget.SoftGroup;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.Map;

/// PDP (Cho et al. 2023, arXiv 2305.11203, section 3, with blocks in place of weights): a soft mask that is a
/// function of the weights, with no parameters of its own.
///
/// `f_b = σ((u_b − t)/τ)`, where `u_b` is the mean of `w²` over the block, in units that make layers
/// comparable, and `t` lies half way between the smallest `u` that the budget keeps and the largest that it
/// removes: both as [BlockBudget#soft] gives them, so that under floors, caps, costs and granules too `f_b > ½`
/// where the block stays. The loss reaches the weights through the masked product and through the mask:
///
/// ```
/// ∂L/∂w = f ∂L/∂w̃ + (∂L/∂f_b) f_b(1 − f_b)/τ · ∂u_b/∂w        ∂u_b/∂w = 2 u_b w / Σ_b w²
/// ```
///
/// Blocks that are paid for together have the mean of their `u`, and of their gradients. `t` and the units are
/// constants of a step. `τ` is a constant as in the paper, here 0.05, where a layer's mean magnitude is 1; the budget
/// tightens evenly over the first half of the phase. Both values are ours. Since `τ` does not fall, blocks near `t` are
/// still undecided when the phase ends: what hardening them costs is the difference of `softAccuracy` and
/// `hardAccuracy` of [Pruned].
final class ThresholdMask implements MaskRule {

    private static final double TEMPERATURE = 0.05;

    private static final double NEGLIGIBLE = 1e-12;

    /// What sums of costs may be off.
    private static final double ROUNDING = 1e-9;

    private final BlockBudget budget;
    private final PresentWeights weights;
    private final long steps;
    private double[] squares = {};
    private double[] energies = {};
    private double[] values = {};

    /// @param steps of the phase, >= 1
    ThresholdMask(BlockBudget budget, PresentWeights weights, long steps) {
        this.budget = budget;
        this.weights = weights;
        this.steps = steps;
    }

    @Override
    public void observe(TrainableGraph graph, long step) {
        energies = weights.energies(graph);
        double[] scores = weights.scores(graph);
        squares = new double[scores.length];
        for (int b = 0; b < scores.length; b++) {
            squares[b] = scores[b] * scores[b];
        }
        BlockBudget present = budget.at(Ramp.LINEAR_HALF.progress(step, steps));
        SoftBudget soft = present.soft(squares);
        values = new double[scores.length];
        for (SoftGroup group : soft.groups()) {
            fill(group, soft.scores());
        }
    }

    private void fill(SoftGroup group, double[] scores) {
        if (!group.isOpen()) {
            Arrays.fill(values, group.begin(), group.end(), group.budget() > 0 ? 1 : 0);
            return;
        }
        double threshold = threshold(group, scores);
        for (int b = group.begin(); b < group.end(); b++) {
            values[b] = mask(scores[b], threshold, TEMPERATURE);
        }
    }

    /// Half way between the last of the highest scores that the budget pays for and the next.
    private static double threshold(SoftGroup group, double[] scores) {
        int[] order = Ranking.descending(Arrays.copyOfRange(scores, group.begin(), group.end()));
        double spent = 0;
        int taken = 0;
        while (taken < order.length - 1 && spent < group.budget() * (1 - ROUNDING)) {
            spent += group.isUnweighted() ? 1 : group.costs()[order[taken]];
            taken++;
        }
        double lowestKept = scores[group.begin() + order[taken - 1]];
        return (lowestKept + scores[group.begin() + order[taken]]) / 2;
    }

    /// `σ((u − t)/τ)`; 0 below 1e-12, since denormal products are slow.
    static double mask(double square, double threshold, double temperature) {
        double value = 1 / (1 + StrictMath.exp(-(square - threshold) / temperature));
        return value < NEGLIGIBLE ? 0 : value;
    }

    @Override
    public float[] factors(long step) {
        float[] factors = new float[values.length];
        for (int b = 0; b < factors.length; b++) {
            factors[b] = (float) values[b];
        }
        return factors;
    }

    @Override
    public void learn(TrainableGraph graph, long step, double learningRate) {
        weights.addToGradients(graph, scale(graph.factorGradients()));
    }

    /// What a weight is multiplied by to give its gradient through the mask.
    ///
    /// @param gradients `∂L/∂f`, shape `(blocks)`
    private double[] scale(float[] gradients) {
        double[] through = new double[values.length];
        for (int b = 0; b < through.length; b++) {
            through[b] = gradients[b] * (values[b] * (1 - values[b]) / TEMPERATURE);
        }
        double[] pooled = budget.pooled(through);
        double[] scale = new double[values.length];
        for (int b = 0; b < scale.length; b++) {
            scale[b] = energies[b] > 0 ? pooled[b] * 2 * squares[b] / energies[b] : 0;
        }
        return scale;
    }

    @Override
    public Map<String, Double> metrics(long step) {
        double softCount = 0;
        double sum = 0;
        for (double value : values) {
            softCount += 4 * value * (1 - value);
            sum += value;
        }
        return Map.of("soft-count", softCount, "mask-sum", sum, "temperature", TEMPERATURE);
    }

    @Override
    public boolean isSoft() {
        return true;
    }

    @Override
    public boolean[] harden() {
        return budget.select(squares);
    }

    /// Nothing beside the weights.
    @Override
    public byte[] state() {
        return new byte[0];
    }

    @Override
    public void restore(byte[] state) {}
}

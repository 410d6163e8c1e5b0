package io.espalier.smart.training;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.SmartSpec;
import io.espalier.contracts.SmartSpec.MaskKind;
import io.espalier.smart.Ranks;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SMART: scores `m` of their own beside the weights, `f = softTopK(m/τ)` under the exact budget, and a
/// temperature that falls so that the number of undecided blocks follows its schedule (Ding et al., arXiv
/// 2403.19969; schedule ours).
///
/// `∂L/∂f_b = ⟨w_b, ∂L/∂w̃_b⟩` comes from the graph; its chain through the soft top-k moves `m` by Adam. With
/// `smart.mask: weights` nothing of this is learned: the scores are the importance of the present weights, and
/// the loss reaches the weights through `w ⊙ f` alone.
final class LearnedMask implements MaskRule {

    /// The soft count may miss its schedule by this factor, for so many steps in succession, before the run is
    /// stopped.
    private static final double MAX_EXCESS = 4;

    private static final int MAX_EXCESS_STEPS = 20;

    private final BlockBudget budget;
    private final double learningRate;
    private final SmartSpec parts;
    private final long steps;
    private final @Nullable PresentWeights weights;
    private final double[] scores;
    private final MaskAdam adam;
    private final SoftMasks masks;
    private final Annealing annealing;
    private double temperature;
    private long excessSteps;

    /// With every part of SMART.
    ///
    /// @param importance   first scores, shape `(blocks)`, mean about 1
    /// @param learningRate of the scores, >= 0; cosine to 0
    /// @param steps        length of the run, >= 1
    LearnedMask(BlockBudget budget, double[] importance, double learningRate, long steps) {
        this(budget, importance, learningRate, SmartSpec.DEFAULT, steps, null);
    }

    /// As a spec asks for it.
    ///
    /// @param importance first scores, shape `(blocks)`, mean about 1
    /// @param steps      length of the run, >= 1
    /// @param weights    what the scores are read from with `smart.mask: weights`
    LearnedMask(BlockBudget budget, double[] importance, PruneSpec spec, long steps, PresentWeights weights) {
        this(
                budget,
                importance,
                spec.maskLearningRate(),
                spec.smart(),
                steps,
                spec.smart().mask() == MaskKind.WEIGHTS ? weights : null);
    }

    private LearnedMask(
            BlockBudget budget,
            double[] importance,
            double learningRate,
            SmartSpec parts,
            long steps,
            @Nullable PresentWeights weights) {
        this.budget = budget;
        this.scores = importance.clone();
        this.learningRate = learningRate;
        this.parts = parts;
        this.steps = steps;
        this.weights = weights;
        this.adam = new MaskAdam(scores.length);
        this.masks = new SoftMasks(budget, parts.operator(), scores);
        this.annealing = new Annealing(parts, masks.schedule(steps), steps);
        this.temperature = range();
    }

    /// What learning begins with.
    ///
    /// @param importance shape `(blocks)`, finite
    static double[] first(double[] importance, PruneSpec spec) {
        return switch (spec.smart().firstScores()) {
            case RANKS -> Ranks.spread(importance);
            case IMPORTANCE -> importance;
        };
    }

    @Override
    public void observe(TrainableGraph graph, long step) {
        if (weights != null) {
            double[] present = weights.scores(graph);
            System.arraycopy(present, 0, scores, 0, scores.length);
        }
    }

    @Override
    public float[] factors(long step) {
        masks.follow(scores);
        if (masks.isOpen()) {
            double found = annealing.temperature(masks, step, temperature, range());
            if (!masks.isAt(found)) { // a search ends at the temperature that it tried last
                masks.solve(found);
            }
            temperature = found;
            checkFalls(step, annealing.prescribed(step));
        }
        return masks.factors();
    }

    /// Largest score minus smallest; 1 if all are equal and no temperature tells them apart.
    private double range() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            least = Math.min(least, score);
            most = Math.max(most, score);
        }
        return most > least ? most - least : 1;
    }

    private void checkFalls(long step, double target) {
        double count = masks.softCount();
        excessSteps = count > MAX_EXCESS * target ? excessSteps + 1 : 0;
        if (excessSteps > MAX_EXCESS_STEPS) {
            throw new PipelineException.Permanent(
                    ErrorCode.TRAINING_DIVERGED,
                    ("the soft count must fall to %.1f by step %d, stays at %.1f: that many blocks have exactly equal"
                                    + " scores; use another prune.importance")
                            .formatted(target, step, count));
        }
    }

    @Override
    public void learn(TrainableGraph graph, long step, double ofWeights) {
        if (weights == null) {
            learn(graph.factorGradients(), step);
        }
    }

    /// Moves the scores by the gradients at the factors of the same step.
    ///
    /// @param gradients `∂L/∂f`, shape `(blocks)`
    /// @param step      counted from 0
    void learn(float[] gradients, long step) {
        adam.step(scores, masks.gradient(gradients), rate(step), step + 1);
    }

    /// From the spec's rate; cosine to 0, since a rate that stays up lets blocks hover at the threshold.
    private double rate(long step) {
        return switch (parts.maskSchedule()) {
            case COSINE -> learningRate / 2 * (1 + StrictMath.cos(Math.PI * step / steps));
            case CONSTANT -> learningRate;
        };
    }

    @Override
    public Map<String, Double> metrics(long step) {
        return Map.of(
                "temperature",
                temperature,
                "soft-count",
                masks.softCount(),
                "mask-sum",
                masks.total(),
                "mask-learning-rate",
                rate(step));
    }

    @Override
    public boolean isSoft() {
        return true;
    }

    @Override
    public boolean[] harden() {
        return budget.select(scores);
    }

    @Override
    public byte[] state() {
        double[] thresholds = masks.thresholds();
        int doubles = 1 + thresholds.length + 3 * scores.length + annealing.size();
        ByteBuffer state = ByteBuffer.allocate(Long.BYTES + Double.BYTES * doubles);
        state.putLong(excessSteps).putDouble(temperature);
        DoubleBuffer rest = state.asDoubleBuffer();
        rest.put(thresholds).put(scores).put(adam.first()).put(adam.second());
        annealing.write(rest);
        return state.array();
    }

    @Override
    public void restore(byte[] state) {
        ByteBuffer bytes = ByteBuffer.wrap(state);
        excessSteps = bytes.getLong();
        temperature = bytes.getDouble();
        DoubleBuffer rest = bytes.asDoubleBuffer();
        rest.get(masks.thresholds()).get(scores).get(adam.first()).get(adam.second());
        annealing.read(rest);
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.smart.BlockBudget;
import io.espalier.smart.SoftMask;
import io.espalier.smart.SoftTopK;
import io.espalier.smart.TemperatureSchedule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// SMART: scores `m` of their own beside the weights, `f = softTopK(m/τ)` under the exact budget, and a
/// temperature that falls so that the number of undecided blocks follows its schedule (Ding et al., arXiv
/// 2403.19969; schedule ours).
///
/// `∂L/∂f_b = ⟨w_b, ∂L/∂w̃_b⟩` comes from the graph; its chain through the soft top-k moves `m` by Adam.
final class LearnedMask implements MaskRule {

    /// Smaller factors are 0 in the graph: denormal products cost a processor a hundred times a normal one.
    private static final double NEGLIGIBLE = 1e-12;

    /// The soft count may miss its schedule by this factor, for so many steps in succession, before the run is
    /// stopped.
    private static final double MAX_EXCESS = 4;

    private static final int MAX_EXCESS_STEPS = 20;

    private final BlockBudget budget;
    private final TemperatureSchedule schedule;
    private final double learningRate;
    private final long steps;
    private final double[] scores;
    private final MaskAdam adam;
    private final List<SoftTopK> operators = new ArrayList<>();
    private final List<BlockBudget.Group> open;
    private final double[] thresholds;
    private List<SoftMask> masks = List.of();
    private double temperature;
    private long excessSteps;

    /// @param importance   first scores, shape `(blocks)`, mean about 1
    /// @param learningRate of the scores, >= 0; cosine to 0
    /// @param steps        length of the run, >= 1
    LearnedMask(BlockBudget budget, double[] importance, double learningRate, long steps) {
        this.budget = budget;
        this.scores = importance.clone();
        this.learningRate = learningRate;
        this.steps = steps;
        this.adam = new MaskAdam(scores.length);
        this.schedule = TemperatureSchedule.of(budget, steps);
        this.temperature = range();
        this.open = budget.groups().stream().filter(BlockBudget.Group::isOpen).toList();
        this.thresholds = new double[open.size()];
        open.forEach(group -> operators.add(SoftTopK.unweighted(group.size(), group.kept())));
    }

    @Override
    public float[] factors(long step) {
        double target = schedule.softCount(step);
        if (!open.isEmpty()) {
            temperature = TemperatureSchedule.solve(t -> softCount(solve(t)), target, temperature, range());
            masks = solve(temperature);
            checkFalls(step, target);
        }
        float[] factors = new float[scores.length];
        budget.groups().forEach(group -> Arrays.fill(factors, group.begin(), group.end(), group.kept() > 0 ? 1 : 0));
        for (int g = 0; g < open.size(); g++) {
            double[] values = masks.get(g).values();
            for (int i = 0; i < values.length; i++) {
                factors[open.get(g).begin() + i] = values[i] < NEGLIGIBLE ? 0 : (float) values[i];
            }
        }
        return factors;
    }

    /// Solves all groups at one temperature, each from the threshold of its latest mask.
    private List<SoftMask> solve(double candidate) {
        List<SoftMask> solved = new ArrayList<>();
        for (int g = 0; g < open.size(); g++) {
            BlockBudget.Group group = open.get(g);
            double[] own = Arrays.copyOfRange(scores, group.begin(), group.end());
            SoftMask mask = operators.get(g).mask(own, candidate, thresholds[g]);
            thresholds[g] = mask.threshold();
            solved.add(mask);
        }
        return solved;
    }

    private static double softCount(List<SoftMask> masks) {
        return masks.stream().mapToDouble(SoftMask::softCount).sum();
    }

    /// Largest score minus smallest; 1 if all are equal and no temperature tells them apart.
    private double range() {
        double range = Arrays.stream(scores).max().orElse(0)
                - Arrays.stream(scores).min().orElse(0);
        return range > 0 ? range : 1;
    }

    private void checkFalls(long step, double target) {
        double count = softCount(masks);
        excessSteps = count > MAX_EXCESS * target ? excessSteps + 1 : 0;
        if (excessSteps > MAX_EXCESS_STEPS) {
            throw new PipelineException.Permanent(
                    ErrorCode.TRAINING_DIVERGED,
                    ("the soft count must fall to %.1f by step %d, stays at %.1f: that many blocks have exactly equal"
                                    + " scores; use another prune.importance")
                            .formatted(target, step, count));
        }
    }

    /// Moves the scores by the gradients at the factors of the same step.
    ///
    /// @param gradients `∂L/∂f`, shape `(blocks)`
    /// @param step      counted from 0
    void learn(float[] gradients, long step) {
        double[] gradient = new double[scores.length];
        for (int g = 0; g < open.size(); g++) {
            BlockBudget.Group group = open.get(g);
            double[] cotangent = new double[group.size()];
            for (int i = 0; i < cotangent.length; i++) {
                cotangent[i] = gradients[group.begin() + i];
            }
            System.arraycopy(masks.get(g).gradient(cotangent), 0, gradient, group.begin(), cotangent.length);
        }
        adam.step(scores, gradient, rate(step), step + 1);
    }

    /// Cosine from the spec's rate to 0: a rate that stays up lets blocks hover at the threshold.
    private double rate(long step) {
        return learningRate / 2 * (1 + StrictMath.cos(Math.PI * step / steps));
    }

    @Override
    public Map<String, Double> metrics(long step) {
        double sum = masks.stream().mapToDouble(SoftMask::total).sum();
        return Map.of(
                "temperature",
                temperature,
                "soft-count",
                softCount(masks),
                "mask-sum",
                sum,
                "mask-learning-rate",
                rate(step));
    }

    @Override
    public boolean[] harden() {
        return budget.select(scores);
    }

    @Override
    public byte[] state() {
        ByteBuffer state = ByteBuffer.allocate(Double.BYTES * (3 * scores.length + thresholds.length + 1) + Long.BYTES);
        state.putLong(excessSteps).putDouble(temperature);
        state.asDoubleBuffer().put(thresholds).put(scores).put(adam.first()).put(adam.second());
        return state.array();
    }

    @Override
    public void restore(byte[] state) {
        ByteBuffer bytes = ByteBuffer.wrap(state);
        excessSteps = bytes.getLong();
        temperature = bytes.getDouble();
        bytes.asDoubleBuffer().get(thresholds).get(scores).get(adam.first()).get(adam.second());
    }
}

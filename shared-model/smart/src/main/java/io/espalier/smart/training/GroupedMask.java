package io.espalier.smart.training;

import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.SmartSpec;
import io.espalier.smart.GroupTopK;
import io.espalier.smart.SoftCount;
import io.espalier.smart.budget.FewOfEach;
import io.espalier.trainable.TrainableGraph;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// SMART for N of M: a score for each weight, one small soft top-k in each group, one temperature for all. Nothing
/// is made per group: groups of one size are solved together. Scores begin with the importance as it is, or with
/// `smart.mask: weights` are that of the present weights in every step.
final class GroupedMask implements MaskRule, SoftCount {

    /// Smaller factors are 0 in the graph, as of [SoftMasks].
    private static final double NEGLIGIBLE = 1e-12;

    private final FewOfEach budget;
    private final double learningRate;
    private final SmartSpec.Schedule schedule;
    private final @Nullable PresentWeights weights;
    private final long steps;
    private final int offset;
    private final double[] scores;
    private final double[] gradient;
    private final float[] factors;
    private final MaskAdam adam;
    private final List<SameSize> sizes = new ArrayList<>();
    private final Annealing annealing;
    private double temperature;

    /// That all groups were solved at last; NaN before the first of a step.
    private double solvedAt = Double.NaN;

    /// Groups of one size that have something to choose.
    ///
    /// @param places of their weights among all, group after group
    /// @param own    their scores, then their gradients
    @SuppressWarnings("ArrayRecordComponent") // worked on, never compared
    private record SameSize(int[] places, GroupTopK topK, double[] own) {}

    /// @param importance first scores, shape `(blocks)`, mean about 1
    /// @param steps      length of the run, >= 1
    /// @param offset     of the first weight's factor among all factors of the graph
    /// @param weights    what the scores are read from with `smart.mask: weights`
    GroupedMask(FewOfEach budget, double[] importance, PruneSpec spec, long steps, int offset, PresentWeights weights) {
        this.budget = budget;
        PhaseState.requireKept(bytes(importance.length));
        this.scores = importance.clone();
        this.gradient = new double[scores.length];
        this.factors = new float[scores.length];
        Arrays.fill(factors, 1);
        this.learningRate = spec.maskLearningRate();
        this.schedule = spec.smart().maskSchedule();
        this.weights = spec.smart().mask() == SmartSpec.MaskKind.WEIGHTS ? weights : null;
        this.steps = steps;
        this.offset = offset;
        this.adam = new MaskAdam(scores.length);
        for (int size : sizes(budget)) {
            int[] places = places(budget.ends(), size);
            GroupTopK topK = new GroupTopK(spec.smart().operator(), places.length, budget.kept(), size);
            sizes.add(new SameSize(places, topK, new double[places.length]));
        }
        this.annealing = new Annealing(spec.smart(), budget.schedule(steps), steps);
        this.temperature = range();
    }

    /// Of groups larger than N, ascending.
    private static int[] sizes(FewOfEach budget) {
        int[] ends = budget.ends();
        boolean[] found = new boolean[65];
        for (int g = 0; g < ends.length; g++) {
            found[ends[g] - (g == 0 ? 0 : ends[g - 1])] = true;
        }
        return IntStream.range(budget.kept() + 1, found.length)
                .filter(size -> found[size])
                .toArray();
    }

    private static int[] places(int[] ends, int size) {
        int count = 0;
        for (int g = 0; g < ends.length; g++) {
            count += ends[g] - (g == 0 ? 0 : ends[g - 1]) == size ? size : 0;
        }
        int[] places = new int[count];
        int at = 0;
        for (int g = 0; g < ends.length; g++) {
            int begin = g == 0 ? 0 : ends[g - 1];
            for (int b = begin; b < ends[g] && ends[g] - begin == size; b++) {
                places[at++] = b;
            }
        }
        return places;
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
        for (SameSize one : sizes) {
            for (int i = 0; i < one.places.length; i++) {
                one.own[i] = scores[one.places[i]];
            }
        }
        if (!sizes.isEmpty()) {
            solvedAt = Double.NaN;
            temperature = annealing.temperature(this, step, temperature, range());
            if (temperature != solvedAt) { // a search ends at the temperature that it tried last
                at(temperature);
            }
        }
        for (SameSize one : sizes) {
            for (int i = 0; i < one.places.length; i++) {
                double value = one.topK.value(i);
                factors[one.places[i]] = value < NEGLIGIBLE ? 0 : (float) value;
            }
        }
        return factors;
    }

    @Override
    public double at(double candidate) {
        sizes.forEach(one -> one.topK.solve(one.own, candidate));
        solvedAt = candidate;
        return softCount();
    }

    @Override
    public double derivative() {
        return sizes.stream()
                .mapToDouble(one -> one.topK.softCountDerivative(one.own))
                .sum();
    }

    private double softCount() {
        return sizes.stream().mapToDouble(one -> one.topK.softCount()).sum();
    }

    /// Largest score minus smallest; 1 if all are equal.
    private double range() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            least = Math.min(least, score);
            most = Math.max(most, score);
        }
        return most > least ? most - least : 1;
    }

    @Override
    public void learn(TrainableGraph graph, long step, double ofWeights) {
        if (weights != null) {
            return;
        }
        float[] gradients = graph.factorGradients();
        for (SameSize one : sizes) {
            for (int i = 0; i < one.places.length; i++) {
                one.own[i] = gradients[offset + one.places[i]];
            }
            one.topK.gradientInto(one.own, one.own);
            for (int i = 0; i < one.places.length; i++) {
                gradient[one.places[i]] = one.own[i];
            }
        }
        adam.step(scores, gradient, rate(step), step + 1);
    }

    /// From the spec's rate; cosine to 0.
    private double rate(long step) {
        return switch (schedule) {
            case COSINE -> learningRate / 2 * (1 + StrictMath.cos(Math.PI * step / steps));
            case CONSTANT -> learningRate;
        };
    }

    @Override
    public Map<String, Double> metrics(long step) {
        return Map.of("temperature", temperature, "soft-count", softCount(), "mask-learning-rate", rate(step));
    }

    @Override
    public boolean isSoft() {
        return true;
    }

    @Override
    public boolean[] harden() {
        return budget.select(scores);
    }

    /// Of the state, beside those of annealing: a score and two moments each.
    private static long bytes(int scores) {
        return Double.BYTES * (1 + 3L * scores);
    }

    @Override
    public byte[] state() {
        long bytes = bytes(scores.length) + Double.BYTES * (long) annealing.size();
        ByteBuffer state = ByteBuffer.allocate(PhaseState.requireKept(bytes));
        DoubleBuffer rest = state.asDoubleBuffer();
        rest.put(temperature).put(scores).put(adam.first()).put(adam.second());
        annealing.write(rest);
        return state.array();
    }

    @Override
    public void restore(byte[] state) {
        DoubleBuffer rest = ByteBuffer.wrap(state).asDoubleBuffer();
        temperature = rest.get();
        rest.get(scores).get(adam.first()).get(adam.second());
        annealing.read(rest);
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.SoftOperator;
import io.espalier.smart.SoftCount;
import io.espalier.smart.SoftMask;
import io.espalier.smart.TemperatureSchedule;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.budget.SoftBudget;
import io.espalier.smart.budget.SoftGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The soft masks of all groups of a budget at one temperature.
final class SoftMasks implements SoftCount {

    /// Smaller factors are 0 in the graph: denormal products cost a processor a hundred times a normal one.
    private static final double NEGLIGIBLE = 1e-12;

    private final BlockBudget budget;
    private final SoftOperator operator;
    private final double[] thresholds;
    private final float[] factors;
    private final double[] gradient;
    private SoftBudget soft;
    private List<Open> open;
    private double solvedAt = Double.NaN;

    /// A group that has something to choose.
    ///
    /// @param index    of the group
    /// @param mask     solved again and again
    /// @param scores   of the group, as they were followed last
    /// @param gradient of the group: at its factors, then at its scores
    @SuppressWarnings("ArrayRecordComponent") // worked on, never compared
    private record Open(int index, SoftGroup group, SoftMask mask, double[] scores, double[] gradient) {

        Open(int index, SoftGroup group, SoftOperator operator) {
            this(index, group, group.operator(operator).solver(), new double[group.size()], new double[group.size()]);
        }

        private void takeFactors(float[] all) {
            for (int i = 0; i < scores.length; i++) {
                double value = mask.value(i);
                all[group.begin() + i] = value < NEGLIGIBLE ? 0 : (float) value;
            }
        }

        private void takeGradient(float[] atFactors, double[] all) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = atFactors[group.begin() + i];
            }
            mask.gradientInto(gradient, gradient);
            System.arraycopy(gradient, 0, all, group.begin(), gradient.length);
        }
    }

    /// @param scores shape `(blocks)`
    SoftMasks(BlockBudget budget, SoftOperator operator, double[] scores) {
        this.budget = budget;
        this.operator = operator;
        this.soft = budget.soft(scores);
        this.open = open(soft);
        this.thresholds = new double[soft.groups().size()];
        this.factors = new float[scores.length];
        this.gradient = new double[scores.length];
    }

    private List<Open> open(SoftBudget of) {
        List<Open> found = new ArrayList<>();
        for (int g = 0; g < of.groups().size(); g++) {
            SoftGroup group = of.groups().get(g);
            if (group.isOpen()) {
                found.add(new Open(g, group, operator));
            }
        }
        return found;
    }

    /// Takes over the present scores, and what they have to meet; operators stay if that has not changed.
    void follow(double[] scores) {
        SoftBudget next = budget.soft(scores);
        open = next.groups().equals(soft.groups()) ? open : open(next);
        soft = next;
        solvedAt = Double.NaN;
        open.forEach(one -> System.arraycopy(
                next.scores(), one.group().begin(), one.scores(), 0, one.group().size()));
    }

    /// Whether there is anything to choose.
    boolean isOpen() {
        return !open.isEmpty();
    }

    /// The sum of the schedules of all groups; they share one temperature.
    TemperatureSchedule schedule(long steps) {
        return budget.schedule(steps);
    }

    /// Solves all groups, each from the threshold of its latest mask.
    void solve(double temperature) {
        for (Open one : open) {
            one.mask().solve(one.scores(), temperature, thresholds[one.index()]);
            thresholds[one.index()] = one.mask().threshold();
        }
        solvedAt = temperature;
    }

    @Override
    public double at(double temperature) {
        solve(temperature);
        return softCount();
    }

    @Override
    public double derivative() {
        return open.stream()
                .mapToDouble(one -> one.mask().softCountDerivative(one.scores()))
                .sum();
    }

    /// Whether the latest solution is that of the present scores at `temperature`.
    boolean isAt(double temperature) {
        return temperature == solvedAt;
    }

    double softCount() {
        return open.stream().mapToDouble(one -> one.mask().softCount()).sum();
    }

    /// `Σ c f` over the open groups.
    double total() {
        return open.stream().mapToDouble(one -> one.mask().total()).sum();
    }

    /// Of the latest solution, shape `(blocks)`; the array is written again by the next call.
    float[] factors() {
        soft.groups().forEach(group -> Arrays.fill(factors, group.begin(), group.end(), group.budget() > 0 ? 1 : 0));
        open.forEach(one -> one.takeFactors(factors));
        return factors;
    }

    /// `∂L/∂m` of the latest solution; the array is written again by the next call.
    ///
    /// @param atFactors `∂L/∂f`, shape `(blocks)`
    double[] gradient(float[] atFactors) {
        Arrays.fill(gradient, 0);
        open.forEach(one -> one.takeGradient(atFactors, gradient));
        return budget.pooled(gradient);
    }

    /// Where the next solutions are looked for, by group; the array itself.
    double[] thresholds() {
        return thresholds;
    }
}

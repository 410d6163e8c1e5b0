package io.espalier.smart.training;

import io.espalier.contracts.SmartSpec;
import io.espalier.smart.SoftCount;
import io.espalier.smart.TemperatureSchedule;
import io.espalier.smart.TemperatureSearch;
import java.nio.DoubleBuffer;

/// How the temperature of a soft mask goes through a phase.
///
/// - `soft-count`: solved anew in every step for the present scores, so that the number of undecided blocks
///   follows its schedule;
/// - `geometric`: `τ_0 (τ_1/τ_0)^{t/(T−1)}`, where `τ_0` and `τ_1` give the schedule's first and last soft
///   count at the first scores: the same end points, blind to what the scores do between them;
/// - `fixed`: stays.
final class Annealing {

    /// Doubles of state.
    private static final int KEPT = 2;

    /// Of a guess from the root before, in `ln τ`.
    private static final double LONGEST_GUESS = 1;

    private final SmartSpec spec;
    private final TemperatureSchedule schedule;
    private final long steps;

    /// Of `geometric`: `τ_0` and `τ_1`; of `soft-count`: the roots of the two steps before, later one first.
    private final double[] kept = {Double.NaN, Double.NaN};

    /// @param steps of the phase, >= 1
    Annealing(SmartSpec spec, TemperatureSchedule schedule, long steps) {
        this.spec = spec;
        this.schedule = schedule;
        this.steps = steps;
    }

    /// The temperature of a step.
    ///
    /// @param count at a temperature, of the present scores
    /// @param warm  temperature of the step before
    /// @param range largest score minus smallest, > 0
    double temperature(SoftCount count, long step, double warm, double range) {
        return switch (spec.temperature()) {
            case SOFT_COUNT -> softCount(count, step, warm, range);
            case GEOMETRIC -> geometric(count, step, range);
            case FIXED -> spec.fixedTemperature();
        };
    }

    private double softCount(SoftCount count, long step, double warm, double range) {
        TemperatureSearch.Found found =
                TemperatureSearch.solve(count, schedule.softCount(step), guess(warm, step), range);
        kept[1] = kept[0];
        kept[0] = found.root();
        return found.temperature();
    }

    /// Where the search begins. What moves the temperature, the schedule and the scores, changes slowly: it falls as
    /// in the step before. Where that is not known, it falls as the soft count is to, to which it is nearly
    /// proportional while few blocks are undecided.
    private double guess(double warm, long step) {
        if (step == 0) {
            return warm;
        }
        double fall = Math.log(kept[0] / kept[1]);
        return Math.abs(fall) <= LONGEST_GUESS
                ? kept[0] * Math.exp(fall)
                : warm * (schedule.softCount(step) / schedule.softCount(step - 1));
    }

    private double geometric(SoftCount count, long step, double range) {
        if (Double.isNaN(kept[0])) {
            kept[0] = TemperatureSearch.solve(count, schedule.softCount(0), range, range)
                    .temperature();
            kept[1] = TemperatureSearch.solve(count, schedule.softCount(steps - 1), kept[0], range)
                    .temperature();
        }
        double progress = steps == 1 ? 1 : Math.min(1, (double) step / (steps - 1));
        return kept[0] * StrictMath.pow(kept[1] / kept[0], progress);
    }

    /// Soft count that is to be reached by a step; infinite where none is prescribed.
    double prescribed(long step) {
        return switch (spec.temperature()) {
            case SOFT_COUNT -> schedule.softCount(step);
            case GEOMETRIC, FIXED -> Double.POSITIVE_INFINITY;
        };
    }

    /// Doubles of state.
    int size() {
        return switch (spec.temperature()) {
            case SOFT_COUNT, GEOMETRIC -> KEPT;
            case FIXED -> 0;
        };
    }

    void write(DoubleBuffer state) {
        state.put(kept, 0, size());
    }

    /// @param state as [#write] left it; of `soft-count` there may be nothing, in states of before it kept roots
    void read(DoubleBuffer state) {
        state.get(kept, 0, Math.min(size(), state.remaining()));
    }
}

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

    /// Doubles of state that `geometric` has.
    private static final int ENDS = 2;

    private final SmartSpec spec;
    private final TemperatureSchedule schedule;
    private final long steps;
    private final double[] ends = {Double.NaN, Double.NaN};

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
            case SOFT_COUNT -> TemperatureSearch.solve(count, schedule.softCount(step), fallen(warm, step), range);
            case GEOMETRIC -> geometric(count, step, range);
            case FIXED -> spec.fixedTemperature();
        };
    }

    /// Where the search begins: few undecided blocks are nearly proportional to the temperature, so it falls as they
    /// are to.
    private double fallen(double warm, long step) {
        return step == 0 ? warm : warm * (schedule.softCount(step) / schedule.softCount(step - 1));
    }

    private double geometric(SoftCount count, long step, double range) {
        if (Double.isNaN(ends[0])) {
            ends[0] = TemperatureSearch.solve(count, schedule.softCount(0), range, range);
            ends[1] = TemperatureSearch.solve(count, schedule.softCount(steps - 1), ends[0], range);
        }
        double progress = steps == 1 ? 1 : Math.min(1, (double) step / (steps - 1));
        return ends[0] * StrictMath.pow(ends[1] / ends[0], progress);
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
            case GEOMETRIC -> ENDS;
            case SOFT_COUNT, FIXED -> 0;
        };
    }

    void write(DoubleBuffer state) {
        state.put(ends, 0, size());
    }

    void read(DoubleBuffer state) {
        state.get(ends, 0, size());
    }
}

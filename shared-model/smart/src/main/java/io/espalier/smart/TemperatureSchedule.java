package io.espalier.smart;

/// Finds the temperature at which a prescribed number of blocks is undecided.
///
/// The schedule prescribes the soft count `n_eff(τ) = Σ 4 f_i(1 − f_i)`, geometric in the step from
/// `min(0.5 n, 0.9 · 4k(n−k)/n)` to `0.01 · min(k, n−k)`; the second bound of the start is 0.9 of the largest
/// soft count that a budget `k` allows at all. The temperature that gives it is solved anew for the scores of
/// the step. Prescribing `τ` itself fails: scores open a gap at the threshold, the soft count collapses and
/// the mask freezes early.
///
/// Our own schedule; the paper's is not available to us.
public final class TemperatureSchedule {

    private static final double START = 0.5;
    private static final double END = 0.01;
    private static final double MOST = 0.9;

    /// Relative accuracy of the soft count; the schedule moves about 2 % a step in a run of 250 steps.
    private static final double TOLERANCE = 1e-3;

    /// Factor by which the bracket grows: between two steps of a run the temperature changes by far less.
    private static final double WIDENING = 1.5;

    /// Temperatures are looked for between these fractions of the scores' range. Below, scores that differ by
    /// one part in a million million are decided; above, all are the same.
    private static final double COLDEST = 1e-12;

    private static final double HOTTEST = 1e3;

    private final double start;
    private final double end;
    private final long steps;

    /// @param n     blocks, >= 2
    /// @param k     blocks to keep, in `(0, n)`
    /// @param steps length of the run, >= 1
    public TemperatureSchedule(int n, double k, long steps) {
        this(Math.min(START * n, MOST * softest(n, k)), END * Math.min(k, n - k), steps);
        if (!(k > 0 && k < n) || steps < 1) {
            throw new IllegalArgumentException(
                    "k must be in (0, " + n + ") and steps at least 1, were " + k + " and " + steps);
        }
    }

    private TemperatureSchedule(double start, double end, long steps) {
        this.start = start;
        this.end = end;
        this.steps = steps;
    }

    /// The sum of the schedules of all groups that have something to choose; they share one temperature.
    public static TemperatureSchedule of(BlockBudget budget, long steps) {
        double start = 0;
        double end = 0;
        for (BlockBudget.Group group : budget.groups()) {
            if (group.isOpen()) {
                TemperatureSchedule own = new TemperatureSchedule(group.size(), group.kept(), steps);
                start += own.start;
                end += own.end;
            }
        }
        return new TemperatureSchedule(start, end, steps);
    }

    /// The soft count of equal scores, where every `f` is `k/n`.
    private static double softest(int n, double k) {
        return 4 * k * (n - k) / n;
    }

    /// The soft count prescribed for `step`, counted from 0; `end` from the last step on.
    public double softCount(long step) {
        double progress = steps == 1 ? 1 : Math.min(1, (double) step / (steps - 1));
        return start * Math.pow(end / start, progress);
    }

    /// What depends on the temperature alone: the masks of the present scores.
    @FunctionalInterface
    public interface SoftCount {
        /// `n_eff` at `temperature`.
        double at(double temperature);
    }

    /// The temperature at which `count` gives `target`, to 0.1 %; the nearest temperature inside the searched
    /// range if none does (scores that are exactly equal are never told apart).
    ///
    /// @param warm  temperature of the step before, where the search begins
    /// @param range largest score minus smallest, > 0
    public static double solve(SoftCount count, double target, double warm, double range) {
        double coldest = COLDEST * range;
        double hottest = HOTTEST * range;
        double cold = Math.clamp(warm, coldest, hottest);
        double hot = cold;
        while (cold > coldest && count.at(cold) > target) {
            cold = Math.max(coldest, cold / WIDENING);
        }
        while (hot < hottest && count.at(hot) < target) {
            hot = Math.min(hottest, hot * WIDENING);
        }
        return bisect(count, target, cold, hot);
    }

    private static double bisect(SoftCount count, double target, double cold, double hot) {
        double low = cold;
        double high = hot;
        double middle = Math.sqrt(low * high);
        while (high / low > 1 + 1e-12) {
            double measured = count.at(middle);
            if (Math.abs(measured - target) <= TOLERANCE * target) {
                return middle;
            }
            if (measured > target) {
                high = middle;
            } else {
                low = middle;
            }
            middle = Math.sqrt(low * high);
        }
        return middle;
    }
}

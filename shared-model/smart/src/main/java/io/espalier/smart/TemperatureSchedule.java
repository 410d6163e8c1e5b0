package io.espalier.smart;

/// How many blocks are to be undecided in each step.
///
/// The schedule prescribes the soft count `n_eff(τ) = Σ 4 f_i(1 − f_i)`, geometric in the step from
/// `0.5 · 4k(n−k)/n`, half of the largest soft count that a budget `k` allows at all, to `0.01 · min(k, n−k)`.
/// [TemperatureSearch] finds the temperature that gives it, anew for the scores of each step. Prescribing `τ` itself
/// fails: scores open a gap at the threshold, the soft count collapses and the mask freezes early.
///
/// Our own schedule; the paper's is not available to us.
public final class TemperatureSchedule {

    private static final double START = 0.5;
    private static final double END = 0.01;

    private final double start;
    private final double end;
    private final long steps;

    /// @param n     blocks, >= 2
    /// @param k     blocks to keep, in `(0, n)`
    /// @param steps length of the run, >= 1
    public TemperatureSchedule(int n, double k, long steps) {
        this(START * softest(n, k), END * Math.min(k, n - k), steps);
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

    /// The sum of two schedules of the same length: groups of blocks that share a temperature.
    public TemperatureSchedule plus(TemperatureSchedule other) {
        return new TemperatureSchedule(start + other.start, end + other.end, steps);
    }

    /// Of no blocks.
    public static TemperatureSchedule none(long steps) {
        return new TemperatureSchedule(0.0, 0.0, steps);
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
}

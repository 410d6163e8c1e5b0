package io.espalier.smart;

/// Finds the temperature at which a prescribed number of blocks is undecided.
///
/// The schedule prescribes the soft count `n_eff(τ) = Σ 4 f_i(1 − f_i)`, geometric in the step from
/// `0.5 · 4k(n−k)/n`, half of the largest soft count that a budget `k` allows at all, to `0.01 · min(k, n−k)`. The
/// temperature that gives it is solved anew for the scores of the step. Prescribing `τ` itself fails: scores open a
/// gap at the threshold, the soft count collapses and the mask freezes early.
///
/// Our own schedule; the paper's is not available to us.
public final class TemperatureSchedule {

    private static final double START = 0.5;
    private static final double END = 0.01;

    /// Relative accuracy of the soft count; the schedule moves about 2 % a step in a run of 250 steps. Each digit more
    /// is a pass over all scores for nothing: how many blocks are undecided matters, not whether it is one more.
    private static final double TOLERANCE = 5e-3;

    /// The search steps over the root on purpose, so that the second probe brackets it.
    private static final double OVERSHOOT = 1.2;

    /// A soft count below this share of the target is as good as none; it keeps the falsi in reach.
    private static final double FAINT = 1e-3;

    /// Width of a bracket, in `ln τ`, inside which the count jumps.
    private static final double CLOSED = 1e-12;

    /// Of one step towards the bracket, in `ln τ`.
    private static final double LONGEST_STEP = 1;

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

    /// What depends on the temperature alone: the masks of the present scores.
    @FunctionalInterface
    public interface SoftCount {
        /// `n_eff` at `temperature`.
        double at(double temperature);
    }

    /// The temperature at which `count` gives `target`, to 0.5 %; the nearest temperature inside the searched
    /// range if none does (scores that are exactly equal are never told apart).
    ///
    /// Where few blocks are undecided their number is nearly proportional to the temperature, so the search
    /// runs on logarithms of both: steps until the root is bracketed, then regula falsi.
    ///
    /// @param warm  temperature of the step before, where the search begins
    /// @param range largest score minus smallest, > 0
    public static double solve(SoftCount count, double target, double warm, double range) {
        Search search = new Search(count, target, Math.log(COLDEST * range), Math.log(HOTTEST * range));
        Probe last = search.probe(Math.log(warm));
        Probe probe = last;
        while (!probe.isClose() && probe.isOnSideOf(last) && !search.isAtBound(probe)) {
            last = probe;
            probe = search.probe(probe.x() + Math.clamp(-OVERSHOOT * probe.error(), -LONGEST_STEP, LONGEST_STEP));
        }
        Probe found = probe.isClose() || probe.isOnSideOf(last) ? probe : search.between(last, probe);
        return Math.exp(found.x());
    }

    /// One temperature tried.
    ///
    /// @param x     `ln τ`
    /// @param error `ln(n_eff/target)`, finite
    private record Probe(double x, double error) {

        boolean isClose() {
            return Math.abs(error) <= TOLERANCE;
        }

        boolean isOnSideOf(Probe other) {
            return error > 0 == other.error > 0;
        }
    }

    private record Search(SoftCount count, double target, double coldest, double hottest) {

        Probe probe(double x) {
            double inside = Math.clamp(x, coldest, hottest);
            double measured = count.at(Math.exp(inside));
            return new Probe(inside, Math.log(Math.max(measured, FAINT * target) / target));
        }

        /// Whether the search would have to leave the range.
        boolean isAtBound(Probe probe) {
            return probe.error() > 0 ? probe.x() <= coldest : probe.x() >= hottest;
        }

        /// Regula falsi; the end that stays loses half of its weight each time, so both ends move (Illinois).
        ///
        /// @param one   on the other side of the root than `other`
        Probe between(Probe one, Probe other) {
            Probe low = one;
            Probe high = other;
            while (true) {
                double falsi = (low.x() * high.error() - high.x() * low.error()) / (high.error() - low.error());
                Probe middle = probe(falsi);
                if (middle.isClose() || Math.abs(high.x() - low.x()) < CLOSED) {
                    return middle;
                }
                if (middle.isOnSideOf(low)) {
                    low = middle;
                    high = new Probe(high.x(), high.error() / 2);
                } else {
                    high = middle;
                    low = new Probe(low.x(), low.error() / 2);
                }
            }
        }
    }
}

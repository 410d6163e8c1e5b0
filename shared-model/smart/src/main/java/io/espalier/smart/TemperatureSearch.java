package io.espalier.smart;

/// Finds the temperature at which a given number of blocks is undecided.
///
/// Where few blocks are undecided their number is nearly proportional to the temperature, and where nearly all are it
/// hardly grows: Newton's method on the logarithms of both, inside the bracket found so far, with bisection where it
/// leaves that. The count is meant to grow with the temperature; where it does not, a root is found all the same.
public final class TemperatureSearch {

    /// Relative accuracy of the soft count; the schedule moves about 2 % a step in a run of 250 steps. Each digit more
    /// is a pass over all scores for nothing: how many blocks are undecided matters, not whether it is one more.
    private static final double TOLERANCE = 5e-3;

    /// Width of a bracket, in `ln τ`, inside which the count jumps.
    private static final double CLOSED = 1e-12;

    /// Of one step towards the bracket, in `ln τ`.
    private static final double LONGEST_STEP = 1;

    /// Temperatures are looked for between these fractions of the scores' range. Below, scores that differ by
    /// one part in a million million are decided; above, all are the same.
    private static final double COLDEST = 1e-12;

    private static final double HOTTEST = 1e3;

    /// A search that does not converge ends here; none is known.
    private static final int MAX_STEPS = 100;

    private final SoftCount count;
    private final double target;

    /// Between them, in `ln τ`, the count reaches the target, if it does anywhere.
    private double low;

    private double high;
    private boolean lowIsTried;
    private boolean highIsTried;
    private final double coldest;
    private final double hottest;

    private TemperatureSearch(SoftCount count, double target, double range) {
        this.count = count;
        this.target = target;
        this.coldest = Math.log(COLDEST * range);
        this.hottest = Math.log(HOTTEST * range);
        this.low = coldest;
        this.high = hottest;
    }

    /// What a search ends with.
    ///
    /// @param temperature that was tried last; its count is the target to 0.5 %, or as near as one came
    /// @param root        where Newton's method expects the target itself; nothing was tried there
    public record Found(double temperature, double root) {}

    /// The temperature at which `count` gives `target`; scores that are exactly equal are never told apart by one.
    ///
    /// @param count  of the masks of the present scores, at a temperature
    /// @param target > 0
    /// @param warm   temperature where the search begins, as that of the step before
    /// @param range  largest score minus smallest, > 0
    public static Found solve(SoftCount count, double target, double warm, double range) {
        return new TemperatureSearch(count, target, range).from(warm);
    }

    private Found from(double warm) {
        double x = Math.clamp(Math.log(warm), coldest, hottest);
        for (int step = 1; ; step++) {
            double temperature = Math.exp(x);
            double found = count.at(temperature);
            double error = Math.log(found / target);
            narrow(x, error);
            double newton = -error * found / count.derivative();
            if (Math.abs(error) <= TOLERANCE || high - low < CLOSED || step == MAX_STEPS) {
                return new Found(temperature, Math.abs(newton) < LONGEST_STEP ? Math.exp(x + newton) : temperature);
            }
            x = next(x, newton, error);
        }
    }

    private void narrow(double x, double error) {
        if (error > 0) {
            high = x;
            highIsTried = true;
        } else {
            low = x;
            lowIsTried = true;
        }
    }

    /// By Newton's step if that stays inside the bracket; else halfway, or on by a long step to where no bound
    /// was tried.
    private double next(double x, double newton, double error) {
        double step = Math.clamp(newton, -LONGEST_STEP, LONGEST_STEP);
        if (x + step > low && x + step < high) {
            return x + step;
        }
        if (lowIsTried && highIsTried) {
            return low + (high - low) / 2;
        }
        return Math.clamp(x - Math.copySign(LONGEST_STEP, error), coldest, hottest);
    }
}

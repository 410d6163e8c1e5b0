package io.espalier.trainable;

/// `peak · (step + 1) / (warmup + 1)` in the first `warmup` steps, then
/// `peak / 2 · (1 + cos(π · (step − warmup) / (steps − warmup)))`: `peak` at step `warmup`, 0 at `steps`.
///
/// Sources: Goyal et al., arXiv:1706.02677, section 2.2 (gradual warm-up); Loshchilov and Hutter, _SGDR_,
/// arXiv:1608.03983, equation 5, one cycle, minimum 0.
public final class CosineSchedule {

    private final double peak;
    private final long steps;
    private final long warmup;

    /// Without warm-up.
    ///
    /// @param peak  rate of step 0, > 0
    /// @param steps length, >= 1
    public CosineSchedule(double peak, long steps) {
        this(peak, steps, 0);
    }

    /// @param peak   highest rate, > 0
    /// @param steps  length with the warm-up, >= 1
    /// @param warmup steps below `peak` at the start, >= 0; with `warmup >= steps` the rate only rises, then is 0
    public CosineSchedule(double peak, long steps, long warmup) {
        if (!(peak > 0) || steps < 1 || warmup < 0) {
            throw new IllegalArgumentException(
                    "peak must be above 0, steps at least 1 and warmup at least 0, were %s, %d, %d"
                            .formatted(peak, steps, warmup));
        }
        this.peak = peak;
        this.steps = steps;
        this.warmup = warmup;
    }

    /// The rate of a step; 0 from `steps` on.
    ///
    /// @param step >= 0
    public double at(long step) {
        if (step < Math.min(warmup, steps)) {
            return peak * (step + 1) / (warmup + 1);
        }
        double done = step >= steps ? 1.0 : (double) (step - warmup) / (steps - warmup);
        return peak / 2 * (1 + StrictMath.cos(Math.PI * done));
    }
}

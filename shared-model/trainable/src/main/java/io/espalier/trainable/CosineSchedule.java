package io.espalier.trainable;

/// `peak / 2 · (1 + cos(π · step / steps))`: from `peak` at step 0 to 0 at `steps`.
///
/// Source: Loshchilov and Hutter, _SGDR_, arXiv:1608.03983, equation 5, one cycle, minimum 0.
public final class CosineSchedule {

    private final double peak;
    private final long steps;

    /// @param peak  rate of step 0, > 0
    /// @param steps length, >= 1
    public CosineSchedule(double peak, long steps) {
        if (!(peak > 0) || steps < 1) {
            throw new IllegalArgumentException(
                    "peak must be above 0 and steps at least 1, were " + peak + ", " + steps);
        }
        this.peak = peak;
        this.steps = steps;
    }

    /// The rate of a step; 0 from `steps` on.
    ///
    /// @param step >= 0
    public double at(long step) {
        double done = Math.min(1.0, (double) step / steps);
        return peak / 2 * (1 + StrictMath.cos(Math.PI * done));
    }
}

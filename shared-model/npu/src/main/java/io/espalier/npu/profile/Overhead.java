package io.espalier.npu.profile;

/// What is no arithmetic: the figures that calibration fits.
///
/// @param computeEfficiency share of the engine's cycles that do what the closed form counts, in `(0, 1]`
/// @param launchMicros      microseconds before each kernel that is dispatched (a product with what is fused to it, or
///                          a vector operation), ≥ 0
/// @param inferenceMicros   microseconds once an inference, ≥ 0
public record Overhead(double computeEfficiency, double launchMicros, double inferenceMicros) {

    public static final Overhead NONE = new Overhead(1, 0, 0);

    public Overhead {
        if (!(computeEfficiency > 0 && computeEfficiency <= 1)) {
            throw new IllegalArgumentException("compute-efficiency must be in (0, 1], was " + computeEfficiency);
        }
        if (!(launchMicros >= 0) || !(inferenceMicros >= 0)) {
            throw new IllegalArgumentException("launch-micros and inference-micros must be at least 0, were "
                    + launchMicros + ", " + inferenceMicros);
        }
    }
}

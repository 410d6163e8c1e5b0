package io.espalier.npu.calibration;

/// A network's latency, predicted and measured.
///
/// @param heldOut whether the fit did not see it
public record Prediction(String network, double measuredMs, double predictedMs, boolean heldOut) {

    /// `100 · (predicted - measured) / measured`
    public double errorPercent() {
        return 100 * (predictedMs - measuredMs) / measuredMs;
    }
}

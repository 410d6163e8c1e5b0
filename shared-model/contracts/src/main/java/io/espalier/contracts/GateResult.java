package io.espalier.contracts;

import org.jspecify.annotations.Nullable;

/// One gate, judged.
///
/// @param gate       `budget`, `max-accuracy-drop`, `min-accuracy`, `max-latency-ms`, `max-weight-bytes`
/// @param limit      what the spec allows
/// @param measured   what the report says, or for a latency what a device was measured to take
/// @param passed     the verdict
/// @param device     of a latency
/// @param source     of a latency: `estimated` or `measured`
/// @param confidence of an estimated latency: `exact-reference`, `calibrated`, `uncalibrated`; of a measured one the
/// tool
public record GateResult(
        String gate,
        double limit,
        double measured,
        boolean passed,
        @Nullable String device,
        @Nullable String source,
        @Nullable String confidence) {

    /// Of anything but a latency.
    public GateResult(String gate, double limit, double measured, boolean passed) {
        this(gate, limit, measured, passed, null, null, null);
    }
}

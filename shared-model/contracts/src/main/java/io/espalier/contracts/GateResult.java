package io.espalier.contracts;

import org.jspecify.annotations.Nullable;

/// One gate, judged.
///
/// @param gate       `budget`, `budget-macs`, `budget-n-of-m`, `max-accuracy-drop`, `min-accuracy`, `max-latency-ms`,
///                   `max-weight-bytes`
/// @param limit      what the spec allows
/// @param measured   what the report says, or for a latency what a device was measured to take
/// @param passed     the verdict
/// @param device     of a latency
/// @param source     of a latency: `estimated` or `measured`
/// @param confidence of an estimated latency: `exact-reference`, `calibrated`, `uncalibrated`; of a measured one the
///                   tool
/// @param detail     of a missed gate that judges places in the file: where, and what to do
public record GateResult(
        String gate,
        double limit,
        double measured,
        boolean passed,
        @Nullable String device,
        @Nullable String source,
        @Nullable String confidence,
        @Nullable String detail) {

    /// Of anything but a latency.
    public GateResult(String gate, double limit, double measured, boolean passed) {
        this(gate, limit, measured, passed, null, null, null, null);
    }

    /// Of a latency.
    public GateResult(
            String gate,
            double limit,
            double measured,
            boolean passed,
            @Nullable String device,
            @Nullable String source,
            @Nullable String confidence) {
        this(gate, limit, measured, passed, device, source, confidence, null);
    }
}

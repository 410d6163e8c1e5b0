package io.espalier.contracts;

/// One gate, judged.
///
/// @param gate     `budget`, `max-accuracy-drop`, `min-accuracy`, `max-latency-ms`, `max-weight-bytes`
/// @param limit    what the spec allows
/// @param measured what the report says
/// @param passed   the verdict
public record GateResult(String gate, double limit, double measured, boolean passed) {}

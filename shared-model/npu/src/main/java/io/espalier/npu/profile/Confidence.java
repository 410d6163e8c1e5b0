package io.espalier.npu.profile;

/// How far a device's figures can be believed.
public enum Confidence {
    /// Cycles equal a public reference (SCALE-Sim, NVIDIA's sheet) exactly; whether silicon equals that is open.
    EXACT_REFERENCE,
    /// Efficiency and overheads were fitted to published measurements; the error on others is published.
    CALIBRATED,
    /// Public figures of the device and nothing else: for comparing networks on it, not for promises.
    UNCALIBRATED
}

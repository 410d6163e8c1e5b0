package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.time.Instant;

/// How long one image took on a real device.
///
/// @param device     as gates name it
/// @param medianMs   half of the inferences took no longer, > 0
/// @param p95Ms      95 of 100 took no longer, >= `medianMs`
/// @param tool       what measured it, with its version and settings
/// @param measuredAt when it was posted
public record DeviceMeasurement(String device, double medianMs, double p95Ms, String tool, Instant measuredAt) {

    public DeviceMeasurement {
        require(
                device != null && device.matches("[A-Za-z0-9._-]{1,100}"),
                "device",
                String.valueOf(device),
                "a device's name");
        require(medianMs > 0 && Double.isFinite(medianMs), "median-ms", String.valueOf(medianMs), "above 0");
        require(p95Ms >= medianMs && Double.isFinite(p95Ms), "p95-ms", String.valueOf(p95Ms), "at least median-ms");
        require(tool != null && !tool.isBlank(), "tool", String.valueOf(tool), "what measured it");
    }
}

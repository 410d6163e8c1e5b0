package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.time.Instant;

/// How long one image took on a real device.
///
/// @param device     as gates name it
/// @param medianMs   half of the inferences took no longer, > 0
/// @param p95Ms      95 of 100 took no longer, >= `medianMs`
/// @param tool       what measured it, with its version and settings: 1 to 200 characters on one line
/// @param measuredAt when it was posted
public record DeviceMeasurement(String device, double medianMs, double p95Ms, String tool, Instant measuredAt) {

    /// A decision repeats it for each gate, and a decision has to fit into a record of the broker.
    private static final int LONGEST_TOOL = 200;

    public DeviceMeasurement {
        require(
                device != null && device.matches("[A-Za-z0-9._-]{1,100}"),
                "device",
                String.valueOf(device),
                "a device's name");
        require(medianMs > 0 && Double.isFinite(medianMs), "median-ms", String.valueOf(medianMs), "above 0");
        require(p95Ms >= medianMs && Double.isFinite(p95Ms), "p95-ms", String.valueOf(p95Ms), "at least median-ms");
        require(
                tool != null && isLine(tool),
                "tool",
                tool == null ? "null" : tool.length() + " characters",
                "what measured it, in 1 to " + LONGEST_TOOL + " characters without control characters");
    }

    private static boolean isLine(String tool) {
        return !tool.isBlank()
                && tool.length() <= LONGEST_TOOL
                && tool.codePoints().noneMatch(Character::isISOControl);
    }
}

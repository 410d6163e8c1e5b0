package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a result must meet to be promoted; an absent limit is not judged. The budget is always judged.
///
/// @param maxAccuracyDrop  reference accuracy minus accuracy of the exported file, as a fraction (0.01 = one point)
/// @param minAccuracy      accuracy of the exported file, a fraction in `[0, 1]`
/// @param maxLatencyMs     predicted latency of one image on the device, milliseconds
/// @param maxWeightBytes   weights as the device stores them; `700KB`, `1.5MB` or a number of bytes
/// @param latency          further devices, each with a limit of its own
public record GateSpec(
        @Nullable Double maxAccuracyDrop,
        @Nullable Double minAccuracy,
        @Nullable Double maxLatencyMs,
        @Nullable ByteSize maxWeightBytes,
        @Nullable List<DeviceLatency> latency) {

    /// One image on a device other than the spec's.
    ///
    /// @param device NPU profile
    /// @param maxMs  milliseconds, > 0
    public record DeviceLatency(String device, double maxMs) {

        public DeviceLatency {
            require(device != null && !device.isBlank(), "latency.device", String.valueOf(device), "a device's name");
            require(maxMs > 0, "latency.max-ms", String.valueOf(maxMs), "above 0");
        }
    }

    public static final GateSpec NONE = new GateSpec(null, null, null, null, null);

    public GateSpec {
        require(
                maxAccuracyDrop == null || Math.abs(maxAccuracyDrop) <= 1,
                "max-accuracy-drop",
                String.valueOf(maxAccuracyDrop),
                "a fraction in [-1, 1]");
        require(
                minAccuracy == null || (minAccuracy >= 0 && minAccuracy <= 1),
                "min-accuracy",
                String.valueOf(minAccuracy),
                "a fraction in [0, 1]");
        require(maxLatencyMs == null || maxLatencyMs > 0, "max-latency-ms", String.valueOf(maxLatencyMs), "above 0");
        latency = latency == null ? null : List.copyOf(latency);
        long devices = devices(latency).stream().distinct().count();
        require(devices == devices(latency).size(), "latency", String.valueOf(latency), "one limit a device");
    }

    /// That are judged beside the spec's own.
    public List<String> devices() {
        return devices(latency);
    }

    private static List<String> devices(@Nullable List<DeviceLatency> latency) {
        return latency == null
                ? List.of()
                : latency.stream().map(DeviceLatency::device).toList();
    }
}

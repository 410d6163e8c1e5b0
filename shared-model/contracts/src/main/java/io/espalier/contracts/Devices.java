package io.espalier.contracts;

import java.util.List;

/// The devices that a run spec, its gates and a measurement can name. A profile file of one's own is for commands
// alone.
public final class Devices {

    /// In the order in which they are listed; for each there is an NPU profile.
    public static final List<String> NAMES = List.of(
            "systolic-8x8",
            "systolic-16x16",
            "systolic-32x32",
            "systolic-32x32-dense",
            "systolic-128x128",
            "tpu-v1",
            "edge-tpu",
            "ethos-u55-128",
            "ethos-u65-256",
            "ethos-u65-512",
            "ethos-u85-512",
            "rk3588-core",
            "meteor-lake-npu",
            "lunar-lake-npu",
            "nvdla-64",
            "nvdla-256",
            "nvdla-512",
            "nvdla-2048",
            "eyeriss");

    private Devices() {}

    /// @throws PipelineException.Permanent `DEVICE_UNKNOWN`, with those that are known
    public static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            throw new PipelineException.Permanent(
                    ErrorCode.DEVICE_UNKNOWN,
                    "no NPU profile is named '%s'; there are %s".formatted(name, String.join(", ", NAMES)));
        }
    }
}

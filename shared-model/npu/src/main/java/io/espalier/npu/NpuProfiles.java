package io.espalier.npu;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The devices that a run spec or a command can name.
public final class NpuProfiles {

    /// In the order in which they are listed; each is a file `profiles/<name>.yaml`.
    private static final List<String> NAMES = List.of(
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

    private static final ConcurrentMap<String, NpuProfile> READ = new ConcurrentHashMap<>();

    private NpuProfiles() {}

    public static List<String> names() {
        return NAMES;
    }

    public static List<NpuProfile> all() {
        return NAMES.stream().map(NpuProfiles::named).toList();
    }

    /// @throws PipelineException.Permanent `DEVICE_UNKNOWN` if no profile has this name
    public static NpuProfile named(String name) {
        if (!NAMES.contains(name)) {
            throw new PipelineException.Permanent(
                    ErrorCode.DEVICE_UNKNOWN,
                    "no NPU profile is named '%s'; there are %s".formatted(name, String.join(", ", NAMES)));
        }
        return READ.computeIfAbsent(
                name, known -> ProfileReader.read(ProfileReader.resource("profiles/" + known + ".yaml"), known));
    }

    /// A profile of one's own.
    ///
    /// @throws PipelineException.Permanent `DEVICE_UNKNOWN` if the file cannot be read, `SPEC_INVALID` if it has an
    ///     unknown key or an impossible value
    public static NpuProfile read(Path file) {
        try {
            return ProfileReader.read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.DEVICE_UNKNOWN, "the device profile %s cannot be read: %s".formatted(file, e), e);
        }
    }

    /// A name that is listed, or a path that ends in `.yaml` or `.yml`.
    ///
    /// @throws PipelineException.Permanent as [#named(String)] and [#read(Path)]
    public static NpuProfile find(String nameOrFile) {
        boolean file = nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
        return file ? read(Path.of(nameOrFile)) : named(nameOrFile);
    }
}

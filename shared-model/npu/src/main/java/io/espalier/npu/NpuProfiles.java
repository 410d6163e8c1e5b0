package io.espalier.npu;

import io.espalier.contracts.Devices;
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

    private static final ConcurrentMap<String, NpuProfile> READ = new ConcurrentHashMap<>();

    private NpuProfiles() {}

    /// In the order in which they are listed; each is a file `profiles/<name>.yaml`.
    public static List<String> names() {
        return Devices.NAMES;
    }

    public static List<NpuProfile> all() {
        return Devices.NAMES.stream().map(NpuProfiles::named).toList();
    }

    /// @throws PipelineException.Permanent `DEVICE_UNKNOWN` if no profile has this name
    public static NpuProfile named(String name) {
        Devices.requireKnown(name);
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

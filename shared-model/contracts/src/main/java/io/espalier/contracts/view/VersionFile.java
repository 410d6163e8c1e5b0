package io.espalier.contracts.view;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Exports;
import io.espalier.contracts.PipelineException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be fetched of a version: `/api/models/{name}/{ref}/files/{label}`.
public enum VersionFile {
    MODEL(".onnx"),
    MASK(".mask.json"),

    /// Kept blocks alone, safetensors.
    SIDECAR(".safetensors"),
    REPORT(".report.json"),

    /// The report for people.
    SUMMARY(".report.md"),

    /// Every layer on every device, and a measured latency, JSON.
    LATENCY(".latency.json");

    private final String suffix;

    VersionFile(String suffix) {
        this.suffix = suffix;
    }

    /// As in an address and on the command line: `sidecar`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// `NAME-vVERSION.safetensors`.
    public String fileName(VersionView version) {
        return version.name() + "-v" + version.version() + suffix;
    }

    /// Empty if the version was made before there were such files.
    public Optional<ArtifactRef> of(VersionDetails details) {
        Optional<Exports> exports = Optional.ofNullable(details.exports());
        return switch (this) {
            case MODEL -> Optional.of(details.version().model());
            case MASK -> Optional.of(details.origin().mask());
            case SIDECAR -> exports.map(Exports::sidecar);
            case REPORT -> exports.map(Exports::report);
            case SUMMARY -> exports.map(Exports::summary);
            case LATENCY -> exports.map(Exports::latency);
        };
    }

    /// @throws PipelineException.Permanent `REQUEST_INVALID` if there is no such file
    public static VersionFile ofLabel(String label) {
        return Arrays.stream(values())
                .filter(file -> file.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.REQUEST_INVALID,
                        "a file of a version must be one of %s, was '%s'"
                                .formatted(
                                        Arrays.stream(values())
                                                .map(VersionFile::label)
                                                .collect(Collectors.joining(", ")),
                                        label)));
    }
}

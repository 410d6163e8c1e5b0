package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// What a run leaves beside its model and mask; the forms are in `docs/formats.md`.
///
/// @param sidecar the kept blocks alone, with everything else that the model knows: safetensors
/// @param report  an [EvaluationReport], JSON
/// @param summary the same for people, Markdown
/// @param latency every layer on every device, and what the file took on the worker's processor: JSON; absent in events
///                of version 0.3
public record Exports(
        ArtifactRef sidecar,
        ArtifactRef report,
        ArtifactRef summary,
        @Nullable ArtifactRef latency) {

    /// Without the layers on every device.
    public Exports(ArtifactRef sidecar, ArtifactRef report, ArtifactRef summary) {
        this(sidecar, report, summary, null);
    }

    public Exports {
        requireNonNull(sidecar, "sidecar is absent");
        requireNonNull(report, "report is absent");
        requireNonNull(summary, "summary is absent");
    }
}

package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

/// What a run leaves beside its model and mask; the forms are in `docs/formats.md`.
///
/// @param sidecar the kept blocks alone, with everything else that the model knows: safetensors
/// @param report  an [EvaluationReport], JSON
/// @param summary the same for people, Markdown
public record Exports(ArtifactRef sidecar, ArtifactRef report, ArtifactRef summary) {

    public Exports {
        requireNonNull(sidecar, "sidecar is absent");
        requireNonNull(report, "report is absent");
        requireNonNull(summary, "summary is absent");
    }
}

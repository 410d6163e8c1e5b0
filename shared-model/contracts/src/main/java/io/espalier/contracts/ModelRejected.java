package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/// A model missed at least one gate; it is kept as a version but never served under `approved`. Emitted by `registry`.
///
/// @param name    in the registry
/// @param version counted from 1 per name
/// @param model   the measured file
/// @param gates   every gate with its limit and its measured value
public record ModelRejected(
        RunId runId, Instant occurredAt, String name, int version, ArtifactRef model, List<GateResult> gates)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-rejected.v1";

    public ModelRejected {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(name, "name is absent");
        requireNonNull(model, "model is absent");
        requireNonNull(gates, "gates is absent");
        gates = List.copyOf(gates);
    }
}

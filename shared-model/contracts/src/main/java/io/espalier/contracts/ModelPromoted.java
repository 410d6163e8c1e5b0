package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/// A model met all its gates and is served. Emitted by `registry`.
///
/// @param name    in the registry
/// @param version counted from 1 per name
/// @param model   the served file
/// @param gates   every gate with its limit and its measured value
public record ModelPromoted(
        RunId runId, Instant occurredAt, String name, int version, ArtifactRef model, List<GateResult> gates)
        implements PipelineEvent {

    public static final String TYPE = "io.espalier.model-promoted.v1";

    public ModelPromoted {
        requireNonNull(runId, "run-id is absent");
        requireNonNull(occurredAt, "occurred-at is absent");
        requireNonNull(name, "name is absent");
        requireNonNull(model, "model is absent");
        requireNonNull(gates, "gates is absent");
        gates = List.copyOf(gates);
    }
}

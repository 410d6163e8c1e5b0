package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The five stages of a run, in pipeline order.
public enum Stage {
    INGEST,
    PRUNING,
    FINETUNING,
    EVALUATION,
    REGISTRY;

    /// The name in events, outcome names, metrics and the user interface: `ingest`, `pruning`, …
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Stage ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

package io.espalier.contracts.view;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How one stage of a run stands.
public enum StageStatus {
    WAITING,
    RUNNING,
    DONE,
    FAILED;

    /// The name in JSON and in the user interface: `waiting`, `running`, …
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static StageStatus ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

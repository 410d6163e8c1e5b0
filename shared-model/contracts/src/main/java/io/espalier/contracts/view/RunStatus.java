package io.espalier.contracts.view;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How a run stands. All but the first are final.
public enum RunStatus {
    RUNNING,

    /// Every gate passed; the model is served as `approved`.
    PROMOTED,

    /// The model was judged and missed a gate.
    REJECTED,

    /// A stage gave up before the model could be judged.
    FAILED;

    /// The name in JSON and in the user interface: `running`, `promoted`, …
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static RunStatus ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    public boolean isFinal() {
        return this != RUNNING;
    }
}

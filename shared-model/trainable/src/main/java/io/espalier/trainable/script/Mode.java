package io.espalier.trainable.script;

import java.util.Locale;

/// How batch normalisation behaves; each mode is one method of the script.
public enum Mode {
    /// Normalises by the batch's statistics; moves the running ones by the operator's momentum.
    TRAIN,
    /// Normalises by the running statistics.
    EVAL,
    /// Normalises by the batch's statistics; moves the running ones by a momentum given with the call.
    RECALIBRATE;

    /// The method's name in the script.
    public String method() {
        return name().toLowerCase(Locale.ROOT);
    }
}

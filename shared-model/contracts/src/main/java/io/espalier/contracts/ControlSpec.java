package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// Dense fine-tuning of the source on the run's data, without a mask.
///
/// The better of source and control on the validation split is the teacher of a distilling run and the reference of
/// the accuracy gate: what pruning costs is only visible against a dense model that had the same data.
///
/// @param epochs length; 0 = none, the source itself is teacher and reference
public record ControlSpec(int epochs) {

    public ControlSpec {
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
    }
}

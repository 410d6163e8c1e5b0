package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import org.jspecify.annotations.Nullable;

/// Dense training on the run's data, without a mask: what `espalier train` does, and a run's control.
///
/// The better of source and control on the validation split is the teacher of a distilling run and the reference of
/// the accuracy gate: what pruning costs is only visible against a dense model that had the same data.
///
/// @param epochs    length; 0 = none, the source itself is teacher and reference
/// @param batchSize instead of `training.batch-size`
/// @param loss      what is minimised
public record ControlSpec(int epochs, @Nullable Integer batchSize, LossSpec loss) {

    public ControlSpec {
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
        TrainingSpec.requireBatchSize(batchSize);
        loss = loss == null ? new LossSpec(1, 0, 1, 0) : loss; // absent from events of version 0.1
    }
}

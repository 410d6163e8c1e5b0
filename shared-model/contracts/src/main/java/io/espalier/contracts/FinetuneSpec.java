package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import org.jspecify.annotations.Nullable;

/// Training after the cut, with the mask frozen.
///
/// @param epochs    length; 0 = the pruned model goes on as it is
/// @param batchSize instead of `training.batch-size`
/// @param loss      what is minimised
public record FinetuneSpec(int epochs, @Nullable Integer batchSize, LossSpec loss) {

    public FinetuneSpec {
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
        TrainingSpec.requireBatchSize(batchSize);
    }
}

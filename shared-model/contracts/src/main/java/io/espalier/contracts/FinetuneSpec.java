package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// Training after the cut, with the mask frozen.
///
/// @param epochs length; 0 = the pruned model goes on as it is
/// @param loss   what is minimised
public record FinetuneSpec(int epochs, LossSpec loss) {

    public FinetuneSpec {
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
    }
}

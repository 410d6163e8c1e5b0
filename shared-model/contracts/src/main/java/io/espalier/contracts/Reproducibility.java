package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// What makes a run repeatable bit for bit on one kind of machine.
///
/// @param seed    of data order, augmentation and every other random choice
/// @param threads of the training engine: another count sums in another order and gives other bits
public record Reproducibility(long seed, int threads) {

    public Reproducibility {
        require(threads >= 1 && threads <= 1024, "threads", threads, "in [1, 1024]");
    }
}

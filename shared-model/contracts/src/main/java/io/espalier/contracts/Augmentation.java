package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// Random changes of a training image, drawn from the run's seed, the epoch and the image's index.
///
/// @param horizontalFlip  mirror with probability 1/2
/// @param cropPaddingPixels zero padding on each side before a random crop back to the original extent; 0 = no crop
public record Augmentation(boolean horizontalFlip, int cropPaddingPixels) {

    /// Images as they are.
    public static final Augmentation NONE = new Augmentation(false, 0);

    public Augmentation {
        require(
                cropPaddingPixels >= 0 && cropPaddingPixels <= 64,
                "crop-padding-pixels",
                cropPaddingPixels,
                "in [0, 64]");
    }
}

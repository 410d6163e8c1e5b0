package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.util.List;

/// Random changes of a training image, drawn from the run's seed, the epoch and the image's index. Masks and boxes move
/// with their image.
///
/// @param horizontalFlip  mirror with probability 1/2
/// @param cropPaddingPixels zero padding on each side before a random crop back to the original extent; 0 = no crop
/// @param scale           smallest and largest factor of a random zoom about the centre, log-uniform, in [0.1, 10];
///                        what leaves the window is cut, what is missing is black and has no label
/// @param colorJitter     strength s in [0, 1]: brightness, contrast and saturation each times U(1 - s, 1 + s)
public record Augmentation(boolean horizontalFlip, int cropPaddingPixels, List<Double> scale, double colorJitter) {

    /// Images as they are.
    public static final Augmentation NONE = new Augmentation(false, 0);

    public Augmentation {
        scale = scale == null ? List.of(1.0, 1.0) : List.copyOf(scale); // absent from events of version 0.1
        require(
                cropPaddingPixels >= 0 && cropPaddingPixels <= 64,
                "crop-padding-pixels",
                cropPaddingPixels,
                "in [0, 64]");
        require(
                scale.size() == 2 && scale.get(0) >= 0.1 && scale.get(0) <= scale.get(1) && scale.get(1) <= 10,
                "scale",
                scale,
                "[smallest, largest], both in [0.1, 10]");
        require(colorJitter >= 0 && colorJitter <= 1, "color-jitter", colorJitter, "in [0, 1]");
    }

    /// Without zoom and colour jitter.
    public Augmentation(boolean horizontalFlip, int cropPaddingPixels) {
        this(horizontalFlip, cropPaddingPixels, List.of(1.0, 1.0), 0);
    }
}

package io.espalier.datasets;

import io.espalier.contracts.Augmentation;
import java.util.SplittableRandom;

/// Draws each image's crop, flip, zoom and colours from the seed, the epoch and the image's index alone.
///
/// The window is uniform over the `(2 padding + 1)²` places of a crop from the padded image, as in He et al., _Deep
/// Residual Learning_, arXiv:1512.03385, section 4.2.
///
/// @param augmentation what is drawn
/// @param seed         of the run and the epoch
record Augmenter(Augmentation augmentation, long seed) implements BatchAssembler.View {

    static BatchAssembler.View of(Augmentation augmentation, long seed, int epoch) {
        return augmentation.equals(Augmentation.NONE)
                ? index -> Placement.IDENTITY
                : new Augmenter(augmentation, Seeds.derive(Seeds.derive(seed, -2), epoch)); // -2: not a sampling stream
    }

    @Override
    public Placement of(int index) {
        SplittableRandom random = new SplittableRandom(Seeds.derive(seed, index));
        int padding = augmentation.cropPaddingPixels();
        int dx = random.nextInt(2 * padding + 1) - padding;
        int dy = random.nextInt(2 * padding + 1) - padding;
        boolean flipped = augmentation.horizontalFlip() && random.nextBoolean();
        return new Placement(dx, dy, flipped, zoom(random), colours(random)); // new draws last: old seeds stay valid
    }

    /// Log-uniform: halving is as likely as doubling.
    private double zoom(SplittableRandom random) {
        double least = Math.log(augmentation.scale().get(0));
        double most = Math.log(augmentation.scale().get(1));
        return least == most ? Math.exp(least) : Math.exp(random.nextDouble(least, most));
    }

    private ColourJitter colours(SplittableRandom random) {
        double strength = augmentation.colorJitter();
        return strength == 0
                ? ColourJitter.NONE
                : new ColourJitter(factor(random, strength), factor(random, strength), factor(random, strength));
    }

    private static float factor(SplittableRandom random, double strength) {
        return (float) random.nextDouble(1 - strength, 1 + strength);
    }
}

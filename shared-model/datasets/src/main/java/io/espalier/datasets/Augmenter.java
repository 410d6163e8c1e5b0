package io.espalier.datasets;

import io.espalier.contracts.Augmentation;
import java.util.SplittableRandom;

/// Draws each image's crop and flip from the seed, the epoch and the image's index alone.
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
        return new Placement(dx, dy, augmentation.horizontalFlip() && random.nextBoolean());
    }
}

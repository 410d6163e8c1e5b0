package io.espalier.smart.budget;

/// Lowers the scores of blocks that were passed over: a block that does not fit any more is left out although cheaper
/// ones below it are kept, and a soft mask knows of a ranking only. Without this it would spend the budget on the
/// passed one and miss all that were filled in behind it; a few tiles can be most of a small layer.
///
/// They are put level with the highest score that is left out in its turn, at most 1 under the lowest kept one, so the
/// gap at the threshold stays as wide as it is. The mask's gradient reaches their own scores as it is.
final class PassedOver {

    private PassedOver() {}

    /// @param scores shape `(blocks)`
    /// @param kept   a selection of them
    /// @return scores of which every kept one is above every other; `scores` itself if they are so
    static double[] lowered(double[] scores, boolean[] kept) {
        double lowestKept = Double.POSITIVE_INFINITY;
        for (int b = 0; b < scores.length; b++) {
            lowestKept = kept[b] ? Math.min(lowestKept, scores[b]) : lowestKept;
        }
        boolean any = false;
        double highestLeftOut = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < scores.length; b++) {
            if (!kept[b] && scores[b] < lowestKept) {
                highestLeftOut = Math.max(highestLeftOut, scores[b]);
            }
            any |= !kept[b] && scores[b] >= lowestKept;
        }
        return any ? lowered(scores, kept, Math.max(highestLeftOut, lowestKept - 1)) : scores;
    }

    private static double[] lowered(double[] scores, boolean[] kept, double level) {
        double[] lowered = scores.clone();
        for (int b = 0; b < scores.length; b++) {
            lowered[b] = kept[b] ? scores[b] : Math.min(scores[b], level);
        }
        return lowered;
    }
}

package io.espalier.smart.budget;

/// Moves the scores of layers at their floor or cap, as a whole, so that the layer's own threshold lies where the
/// network's does: then a soft mask without bounds tends to the hard mask with them. A constant within a layer leaves
/// the gradient of every score as it is.
final class BoundShift {

    private final LayerBounds bounds;
    private final double[] scores;
    private final boolean[] kept;

    private BoundShift(LayerBounds bounds, double[] scores, boolean[] kept) {
        this.bounds = bounds;
        this.scores = scores;
        this.kept = kept;
    }

    /// @param kept the hard selection of the scores
    /// @return `scores` itself if no bound holds
    static double[] of(LayerBounds bounds, double[] scores, boolean[] kept) {
        return new BoundShift(bounds, scores, kept).shifted();
    }

    private double[] shifted() {
        boolean[] held = new boolean[bounds.ends().length];
        boolean any = false;
        for (int l = 0; l < held.length; l++) {
            held[l] = isHeld(l);
            any |= held[l];
        }
        return any ? shifted(held) : scores;
    }

    /// Whether a layer keeps its floor or its cap, and not simply all it has.
    private boolean isHeld(int layer) {
        int count = 0;
        for (int b = bounds.begin(layer); b < bounds.ends()[layer]; b++) {
            count += kept[b] ? 1 : 0;
        }
        boolean atFloor = count > 0 && count == bounds.floors()[layer];
        boolean atCap = bounds.caps()[layer] < bounds.size(layer) && count == bounds.caps()[layer];
        return atFloor || atCap;
    }

    private double[] shifted(boolean[] held) {
        double[] shifted = scores.clone();
        Gap network = new Gap();
        for (int l = 0; l < held.length; l++) {
            if (!held[l]) {
                network.add(bounds.begin(l), bounds.ends()[l]);
            }
        }
        for (int l = 0; l < held.length; l++) {
            if (held[l]) {
                Gap own = new Gap();
                own.add(bounds.begin(l), bounds.ends()[l]);
                double shift = network.middle() - own.middle();
                for (int b = bounds.begin(l); b < bounds.ends()[l]; b++) {
                    shifted[b] += shift;
                }
            }
        }
        return shifted;
    }

    /// Between the lowest score kept and the highest removed.
    private final class Gap {

        private double lowestKept = Double.POSITIVE_INFINITY;
        private double highestRemoved = Double.NEGATIVE_INFINITY;

        void add(int begin, int end) {
            for (int b = begin; b < end; b++) {
                if (kept[b]) {
                    lowestKept = Math.min(lowestKept, scores[b]);
                } else {
                    highestRemoved = Math.max(highestRemoved, scores[b]);
                }
            }
        }

        /// One away from the scores if they are all on one side; their mean is about 1.
        double middle() {
            if (lowestKept == Double.POSITIVE_INFINITY && highestRemoved == Double.NEGATIVE_INFINITY) {
                return 0;
            }
            if (lowestKept == Double.POSITIVE_INFINITY) {
                return highestRemoved + 1;
            }
            return highestRemoved == Double.NEGATIVE_INFINITY ? lowestKept - 1 : (lowestKept + highestRemoved) / 2;
        }
    }
}

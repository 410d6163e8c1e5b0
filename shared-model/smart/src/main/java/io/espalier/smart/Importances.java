package io.espalier.smart;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.onnx.Graph;
import java.util.Arrays;

/// Scores of blocks in a dense model; higher means keep.
public final class Importances {

    private Importances() {}

    /// Root mean square of each block's weights, over the elements it really has.
    ///
    /// @return shape `(blocks)`, >= 0
    public static double[] magnitude(Graph graph, BlockLayout layout) {
        double[] scores = new double[layout.blocks()];
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            double[] sums = layer.sumsOfSquares(graph);
            int[] elements = layer.elements();
            for (int b = 0; b < sums.length; b++) {
                scores[begin + b] = Math.sqrt(sums[b] / elements[b]);
            }
            begin += sums.length;
        }
        return scores;
    }

    /// Makes scores of different layers comparable.
    ///
    /// - `none`: as they are, divided by the mean over the network;
    /// - `layer-mean`: divided by the layer's mean;
    /// - `lamp`: `s_b² / Σ s_u²` over the blocks `u` of the layer that score no less (Lee et al. 2021,
    ///   equation 2, with blocks in place of weights): what share of the energy that would survive is lost
    ///   with `b`.
    ///
    /// @param scores shape `(blocks)`, >= 0
    /// @return shape `(blocks)`; a layer whose scores are all 0 keeps them
    public static double[] normalize(double[] scores, BlockLayout layout, Normalization normalization) {
        double[] normalized = scores.clone();
        switch (normalization) {
            case NONE -> divideByMean(normalized, 0, normalized.length);
            case LAYER_MEAN -> eachLayer(layout, (begin, end) -> divideByMean(normalized, begin, end));
            case LAMP -> eachLayer(layout, (begin, end) -> lamp(normalized, begin, end));
        }
        return normalized;
    }

    @FunctionalInterface
    private interface Range {
        void accept(int begin, int end);
    }

    private static void eachLayer(BlockLayout layout, Range action) {
        int begin = 0;
        for (int end : layout.ends()) {
            action.accept(begin, end);
            begin = end;
        }
    }

    private static void divideByMean(double[] scores, int begin, int end) {
        double mean = Arrays.stream(scores, begin, end).average().orElse(0);
        for (int i = begin; i < end && mean > 0; i++) {
            scores[i] /= mean;
        }
    }

    private static void lamp(double[] scores, int begin, int end) {
        int[] descending = Ranking.descending(Arrays.copyOfRange(scores, begin, end));
        double surviving = 0;
        for (int place : descending) {
            int i = begin + place;
            double energy = scores[i] * scores[i];
            surviving += energy;
            scores[i] = surviving > 0 ? energy / surviving : 0;
        }
    }
}

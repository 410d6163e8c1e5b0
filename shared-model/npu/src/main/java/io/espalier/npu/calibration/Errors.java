package io.espalier.npu.calibration;

import java.util.Arrays;
import java.util.List;

/// How far predictions are from measurements.
///
/// @param medianAbsolutePercent median of `100 · |predicted - measured| / measured`
/// @param rankCorrelation       Spearman's ρ of predicted and measured, in `[-1, 1]`; NaN for fewer than two
public record Errors(double medianAbsolutePercent, double rankCorrelation) {

    public static Errors of(List<Prediction> predictions) {
        double[] predicted =
                predictions.stream().mapToDouble(Prediction::predictedMs).toArray();
        double[] measured =
                predictions.stream().mapToDouble(Prediction::measuredMs).toArray();
        double[] percent = predictions.stream()
                .mapToDouble(row -> Math.abs(row.errorPercent()))
                .toArray();
        return new Errors(median(percent), spearman(predicted, measured));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Pearson's correlation of the ranks, ties sharing their mean rank.
    static double spearman(double[] a, double[] b) {
        double[] left = ranks(a);
        double[] right = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double product = 0;
        double squaresLeft = 0;
        double squaresRight = 0;
        for (int i = 0; i < a.length; i++) {
            product += (left[i] - mean) * (right[i] - mean);
            squaresLeft += (left[i] - mean) * (left[i] - mean);
            squaresRight += (right[i] - mean) * (right[i] - mean);
        }
        return product / Math.sqrt(squaresLeft * squaresRight);
    }

    private static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : values) {
                below += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = below + (equal + 1) / 2.0;
        }
        return ranks;
    }
}

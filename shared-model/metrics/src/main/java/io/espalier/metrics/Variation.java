package io.espalier.metrics;

/// Sums of squares of one output, element by element over the images.
///
/// The total is Welford's recurrence, which does not cancel; source: Welford, _Note on a Method for Calculating
/// Corrected Sums of Squares and Products_, Technometrics 1962.
final class Variation {

    private final double[] mean;
    private long images;
    private double residual;
    private double total;

    /// @param elements number of values an image
    Variation(int elements) {
        this.mean = new double[elements];
    }

    /// @param values    `(n, elements)`
    /// @param reference `(n, elements)`
    void add(float[] values, float[] reference) {
        if (reference.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    "%d values are no images of %d".formatted(reference.length, mean.length));
        }
        for (int begin = 0; begin < reference.length; begin += mean.length) {
            images++;
            for (int e = 0; e < mean.length; e++) {
                double source = reference[begin + e];
                double difference = values[begin + e] - source;
                double deviation = source - mean[e];
                mean[e] += deviation / images;
                residual += difference * difference;
                total += deviation * (source - mean[e]);
            }
        }
    }

    /// `Σ (y - s)²`.
    double residual() {
        return residual;
    }

    /// `Σ (s - s̄)²`.
    double total() {
        return total;
    }
}

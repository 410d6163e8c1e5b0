package io.espalier.smart.training;

/// Adam on a vector (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1; β₁ = 0.9, β₂ = 0.999, ε = 1e-8), no
/// decay: the scale of mask scores is a temperature, shrinking them would be another schedule.
final class MaskAdam {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double[] first;
    private final double[] second;

    MaskAdam(int n) {
        this.first = new double[n];
        this.second = new double[n];
    }

    /// Moves `values` by one step.
    ///
    /// @param step counted from 1
    void step(double[] values, double[] gradient, double learningRate, long step) {
        double firstCorrection = 1 - StrictMath.pow(BETA_1, (double) step);
        double secondCorrection = 1 - StrictMath.pow(BETA_2, (double) step);
        for (int i = 0; i < values.length; i++) {
            first[i] = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
            second[i] = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
            double mean = first[i] / firstCorrection;
            double deviation = Math.sqrt(second[i] / secondCorrection);
            values[i] -= learningRate * mean / (deviation + EPSILON);
        }
    }

    /// First moments, shape `(n)`; the array itself.
    double[] first() {
        return first;
    }

    /// Second moments, shape `(n)`; the array itself.
    double[] second() {
        return second;
    }
}

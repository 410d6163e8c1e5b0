package io.espalier.benchmarks.speed;

/// The baseline: the sigmoid's threshold by 60 halvings of its bracket, mask and gradient in ready arrays, with
/// plain sums and the same `exp`.
final class Bisection {

    private static final int STEPS = 60;

    private final double[] slopes;

    Bisection(int n) {
        this.slopes = new double[n];
    }

    /// Writes the mask of `scores[begin, end)` to `values` and `∂L/∂x` to `gradient`.
    void solve(
            double[] scores,
            int begin,
            int end,
            double kept,
            double temperature,
            double[] cotangent,
            double[] values,
            double[] gradient) {
        double t = threshold(scores, begin, end, kept, 1 / temperature);
        double slope = 0;
        double weighted = 0;
        for (int i = begin; i < end; i++) {
            double f = 1 / (1 + Math.exp(-(scores[i] / temperature + t)));
            double v = f * (1 - f);
            values[i] = f;
            slopes[i] = v;
            slope += v;
            weighted += v * cotangent[i];
        }
        double price = slope == 0 ? 0 : weighted / slope;
        for (int i = begin; i < end; i++) {
            gradient[i] = slopes[i] / temperature * (cotangent[i] - price);
        }
    }

    private static double threshold(double[] scores, int begin, int end, double kept, double coldness) {
        double min = scores[begin];
        double max = scores[begin];
        for (int i = begin; i < end; i++) {
            min = Math.min(min, scores[i]);
            max = Math.max(max, scores[i]);
        }
        double goal = Math.log(kept / (end - begin - kept));
        double low = goal - max * coldness;
        double high = goal - min * coldness;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            double total = total(scores, begin, end, coldness, middle);
            low = total < kept ? middle : low;
            high = total < kept ? high : middle;
        }
        return (low + high) / 2;
    }

    private static double total(double[] scores, int begin, int end, double coldness, double t) {
        double total = 0;
        for (int i = begin; i < end; i++) {
            total += 1 / (1 + Math.exp(-(scores[i] * coldness + t)));
        }
        return total;
    }
}

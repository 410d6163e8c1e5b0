package io.espalier.cli.bench.accuracy;

import java.util.List;
import java.util.Locale;

/// Mean and spread of one accuracy over seeds.
///
/// @param mean      a fraction
/// @param deviation of the sample, `√(Σ (a − mean)² / (n − 1))`; 0 of one value
/// @param count     n
record Statistics(double mean, double deviation, int count) {

    /// @param values at least one
    static Statistics of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Statistics(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)), values.size());
    }

    /// In points: `83.40 ± 0.32`; without a spread where there is one value.
    String label() {
        return count < 2
                ? String.format(Locale.ROOT, "%.2f", 100 * mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f", 100 * mean, 100 * deviation);
    }
}

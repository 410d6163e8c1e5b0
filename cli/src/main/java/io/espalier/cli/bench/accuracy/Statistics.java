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

    /// In points with n, since means over other seeds do not compare: `83.40 ± 0.32 (3)`; of one value `83.40 (1)`.
    String label() {
        return count < 2
                ? String.format(Locale.ROOT, "%.2f (1)", 100 * mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f (%d)", 100 * mean, 100 * deviation, count);
    }
}

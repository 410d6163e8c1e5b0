package io.espalier.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a metric says.
///
/// @param primary name of the value that a gate looks at, a key of `values`
/// @param values  fractions in `[0, 1]`, 1 is best, in the order to show them in
public record Scores(String primary, Map<String, Double> values) {

    public Scores {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (!values.containsKey(primary)) {
            throw new IllegalArgumentException("primary must be one of %s, was %s".formatted(values.keySet(), primary));
        }
        values.forEach((name, value) -> {
            if (!(value >= 0 && value <= 1)) { // negated so that NaN is refused too
                throw new IllegalArgumentException("%s must be in [0, 1], was %s".formatted(name, value));
            }
        });
    }

    /// Of the primary one.
    public double value() {
        Double value = values.get(primary);
        if (value == null) {
            throw new IllegalStateException("no value of " + primary);
        }
        return value;
    }
}

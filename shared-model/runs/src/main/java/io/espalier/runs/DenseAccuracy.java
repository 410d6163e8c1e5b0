package io.espalier.runs;

import io.espalier.contracts.Json;
import io.espalier.contracts.Sha256;

/// Accuracy of dense models, measured once a sweep.
final class DenseAccuracy {

    private final OnnxEvaluation evaluation;
    private final SharedResults shared;

    DenseAccuracy(OnnxEvaluation evaluation, SharedResults shared) {
        this.evaluation = evaluation;
        this.shared = shared;
    }

    /// Whether a model has been measured already.
    static boolean isKnown(SharedResults shared, byte[] model) {
        return shared.find(name(model)).isPresent();
    }

    /// The task's metric, a fraction.
    ///
    /// @param model bytes of source or reference
    double of(byte[] model) {
        return shared.find(name(model))
                .map(known -> Json.read(known, Double.class))
                .orElseGet(() -> measured(model));
    }

    private double measured(byte[] model) {
        double value = evaluation.of(model).value();
        shared.keep(name(model), Json.write(value));
        return value;
    }

    private static String name(byte[] model) {
        return "accuracy-" + Sha256.hex(model);
    }
}

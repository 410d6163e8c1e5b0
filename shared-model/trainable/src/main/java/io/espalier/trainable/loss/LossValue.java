package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/// @param total   the scalar that is differentiated
/// @param metrics what else is worth a curve: `accuracy` of the batch as a fraction, terms of a compound loss
public record LossValue(NDArray total, Map<String, Double> metrics) {

    public LossValue {
        metrics = Map.copyOf(metrics);
    }
}

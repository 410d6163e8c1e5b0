package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `Σ_i weight_i · L_i`, with the metrics of all terms.
///
/// @param terms at least one
record WeightedLoss(List<Term> terms) implements Loss {

    /// @param weight > 0
    record Term(double weight, Loss loss) {}

    WeightedLoss {
        terms = List.copyOf(terms);
    }

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        Map<String, Double> metrics = new HashMap<>();
        NDArray total = null;
        for (Term term : terms) {
            LossValue value = term.loss().of(outputs, batch);
            NDArray weighted = value.total().mul((float) term.weight());
            total = total == null ? weighted : total.add(weighted);
            metrics.putAll(value.metrics());
        }
        if (total == null) {
            throw new IllegalStateException("a loss needs a term");
        }
        return new LossValue(total, metrics);
    }
}

package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;
import java.util.ArrayList;
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
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to learn from: regression needs a distillation term");
        }
    }

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        Map<String, Double> metrics = new HashMap<>();
        List<NDArray> weighted = new ArrayList<>();
        for (Term term : terms) {
            LossValue value = term.loss().of(outputs, batch);
            weighted.add(Taped.times(value.total(), term.weight()));
            metrics.putAll(value.metrics());
        }
        NDArray total = weighted.stream().reduce(NDArray::add).orElseThrow();
        return new LossValue(total, metrics);
    }
}

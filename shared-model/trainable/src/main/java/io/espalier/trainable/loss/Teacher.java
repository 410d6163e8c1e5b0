package io.espalier.trainable.loss;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import java.util.List;

/// Where distillation targets come from.
@FunctionalInterface
public interface Teacher {

    /// Outputs for a batch, of the names and shapes of the student's.
    List<Prediction> predictions(Batch batch);
}

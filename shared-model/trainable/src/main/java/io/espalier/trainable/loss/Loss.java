package io.espalier.trainable.loss;

import io.espalier.contracts.LossSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a training step minimises: a scalar of the outputs and the batch.
public interface Loss {

    /// The loss, mean over the batch, differentiable with respect to the outputs, on which it lives.
    LossValue of(Outputs outputs, Batch batch);

    /// `labels · L(outputs, labels) + distillation · D(outputs, teacher's outputs)`, as [LossSpec] says.
    ///
    /// @param teacher the dense network; needed if the spec distils
    /// @throws IllegalArgumentException if the spec distils and there is no teacher
    static Loss of(Task task, LossSpec spec, @Nullable Teacher teacher) {
        List<WeightedLoss.Term> terms = new ArrayList<>();
        if (spec.labels() > 0) {
            terms.add(new WeightedLoss.Term(spec.labels(), ofLabels(task, spec)));
        }
        if (spec.distils()) {
            if (teacher == null) {
                throw new IllegalArgumentException("distillation " + spec.distillation() + " needs a teacher");
            }
            terms.add(new WeightedLoss.Term(spec.distillation(), new DistillationLoss(spec.temperature(), teacher)));
        }
        return new WeightedLoss(terms);
    }

    private static Loss ofLabels(Task task, LossSpec spec) {
        return switch (task) {
            case IMAGE_CLASSIFICATION -> new CrossEntropyLoss(spec.labelSmoothing());
            case SEMANTIC_SEGMENTATION, OBJECT_DETECTION, REGRESSION ->
                throw new IllegalArgumentException("no loss of labels yet for " + task);
        };
    }
}

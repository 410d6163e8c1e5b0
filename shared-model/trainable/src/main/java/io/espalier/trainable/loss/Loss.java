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
    /// @throws IllegalArgumentException if the spec distils and there is no teacher, or nothing is left to
    ///     learn from
    static Loss of(Task task, LossSpec spec, @Nullable Teacher teacher) {
        List<WeightedLoss.Term> terms = new ArrayList<>();
        if (spec.labels() > 0) {
            ofLabels(task, spec).forEach(loss -> terms.add(new WeightedLoss.Term(spec.labels(), loss)));
        }
        if (spec.distils()) {
            if (teacher == null) {
                throw new IllegalArgumentException("distillation " + spec.distillation() + " needs a teacher");
            }
            Loss distillation = new DistillationLoss(task, spec.temperature(), teacher);
            terms.add(new WeightedLoss.Term(spec.distillation(), distillation));
        }
        return new WeightedLoss(terms);
    }

    /// None for `regression`, which has no labels.
    private static List<Loss> ofLabels(Task task, LossSpec spec) {
        return switch (task) {
            case IMAGE_CLASSIFICATION -> List.of(new CrossEntropyLoss(spec.labelSmoothing(), spec.classWeights()));
            case SEMANTIC_SEGMENTATION ->
                List.of(new PixelCrossEntropyLoss(spec.labelSmoothing(), spec.classWeights()));
            case OBJECT_DETECTION -> List.of(new DetectionLoss(spec.detection()));
            case REGRESSION -> List.of();
        };
    }
}

package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import io.espalier.contracts.LossSpec;
import io.espalier.datasets.Batch;
import org.jspecify.annotations.Nullable;

/// What a training step minimises: a scalar of the logits and the batch.
public sealed interface Loss permits LabelLoss, DistillationLoss {

    /// The loss, mean over the batch, differentiable with respect to `logits`.
    ///
    /// @param logits shape `(n, classes)`
    /// @return a scalar that lives as long as `logits`
    NDArray of(NDArray logits, Batch batch);

    /// `labels · CE(logits, y) + distillation · T² · KL(softmax(teacher/T) ‖ softmax(logits/T))`.
    ///
    /// @param teacher the dense network, evaluated on each batch in eval mode; needed if the spec distils
    /// @throws IllegalArgumentException if the spec distils and there is no teacher
    static Loss of(LossSpec spec, @Nullable TrainableGraph teacher) {
        if (spec.distils() && teacher == null) {
            throw new IllegalArgumentException("distillation " + spec.distillation() + " needs a teacher");
        }
        return of(spec, teacher == null ? batch -> new float[0] : teacher::logits);
    }

    /// The same with a teacher that is not a graph: stored logits, or another runtime.
    static Loss of(LossSpec spec, Teacher teacher) {
        LabelLoss labels = new LabelLoss(spec.labels(), spec.labelSmoothing());
        return spec.distils() ? new DistillationLoss(labels, spec.distillation(), spec.temperature(), teacher) : labels;
    }

    /// Where distillation targets come from.
    @FunctionalInterface
    interface Teacher {

        /// Logits of a batch, `(n, classes)` row-major.
        float[] logits(Batch batch);
    }
}

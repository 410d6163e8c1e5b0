package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;

/// Label loss plus `weight · T² · mean_n KL(softmax(teacher_n / T) ‖ softmax(logits_n / T))`.
///
/// Source: Hinton, Vinyals and Dean, arXiv:1503.02531, section 2; the factor T² keeps the size of the gradient when
/// T changes.
///
/// @param labels      the term of the labels; its weight may be 0
/// @param weight      of the distillation term, > 0
/// @param temperature T > 0
/// @param teacher     where the targets come from
record DistillationLoss(LabelLoss labels, double weight, double temperature, Teacher teacher) implements Loss {

    @Override
    public NDArray of(NDArray logits, Batch batch) {
        NDArray targets = logits.getManager().create(teacher.logits(batch), logits.getShape());
        NDArray scaledTargets = targets.div((float) temperature);
        NDArray logTarget = scaledTargets.logSoftmax(1);
        NDArray logStudent = logits.div((float) temperature).logSoftmax(1);
        NDArray divergence = scaledTargets
                .softmax(1)
                .mul(logTarget.sub(logStudent))
                .sum(new int[] {1})
                .mean();
        return labels.of(logits, batch).add(divergence.mul((float) (weight * temperature * temperature)));
    }
}

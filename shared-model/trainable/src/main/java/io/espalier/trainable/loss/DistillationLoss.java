package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import java.util.Map;

/// `T² · mean_n KL(softmax(teacher_n / T) ‖ softmax(logits_n / T))` of the first output.
///
/// Source: Hinton, Vinyals and Dean, arXiv:1503.02531, section 2; the factor T² keeps the size of the gradient when
/// T changes.
///
/// @param temperature T > 0
/// @param teacher     where the targets come from
record DistillationLoss(double temperature, Teacher teacher) implements Loss {

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        NDArray logits = outputs.first();
        Prediction target = teacher.predictions(batch).getFirst();
        NDArray targets = logits.getManager().create(target.values(), new Shape(target.shape()));
        NDArray scaledTargets = targets.div((float) temperature);
        NDArray logTarget = scaledTargets.logSoftmax(1);
        NDArray logStudent = logits.div((float) temperature).logSoftmax(1);
        NDArray divergence = scaledTargets
                .softmax(1)
                .mul(logTarget.sub(logStudent))
                .sum(new int[] {1})
                .mean();
        NDArray total = divergence.mul((float) (temperature * temperature));
        return new LossValue(total, Map.of());
    }
}

package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sum over all outputs of their distance to the teacher's.
///
/// Logits are compared by `T² · mean KL(softmax(teacher / T) ‖ softmax(output / T))`, the softmax over axis 1, the mean
/// over images and pixels. They are the first output of classifiers and segmenters; for `regression` they are any
/// output `(n, K, ...)` of two or four dimensions and `K >= 2` with `logits` in its name, upper or lower case. Any
/// other output is compared by the mean squared difference; corners named `boxes` of a detector are divided by the
/// input's width and height first. Class indices count in the value, without a gradient.
///
/// A detector's mean is over all its N points, of which few see an object: the gradient of those P is `P / N` of what
/// it would be if the mean were over them alone; `loss.distillation` has to make up for it.
///
/// Source: Hinton, Vinyals and Dean, arXiv:1503.02531, section 2; the factor T² keeps the size of the gradient when
/// T changes.
final class DistillationLoss implements Loss {

    private final Task task;
    private final float temperature;
    private final Teacher teacher;
    private final List<Staging> stagings = new ArrayList<>();

    /// @param temperature T > 0
    /// @param teacher     where the targets come from
    DistillationLoss(Task task, double temperature, Teacher teacher) {
        this.task = task;
        this.temperature = (float) temperature;
        this.teacher = teacher;
    }

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        List<Prediction> targets = teacher.predictions(batch);
        NDArray total = outputs.first().getManager().create(0f);
        for (int i = 0; i < targets.size(); i++) {
            total = total.add(distance(outputs, i, targets.get(i), batch));
        }
        return new LossValue(total, Map.of());
    }

    private NDArray distance(Outputs outputs, int index, Prediction prediction, Batch batch) {
        NDArray output = outputs.named(prediction.output());
        Shape shape = new Shape(prediction.shape());
        if (!output.getShape().equals(shape)) {
            throw new IllegalArgumentException("output '%s' has shape %s, the teacher's %s"
                    .formatted(prediction.output(), output.getShape(), shape));
        }
        NDArray target = staging(index).floats(output.getManager(), prediction.values(), shape);
        if (isLogits(prediction, index)) {
            return divergence(output, target);
        }
        NDArray difference = output.sub(target);
        return (isBoxes(prediction) ? relative(difference, batch) : difference)
                .square()
                .mean();
    }

    private NDArray divergence(NDArray logits, NDArray target) {
        NDArray scaledTarget = Taped.over(target, temperature);
        NDArray logTarget = scaledTarget.logSoftmax(1);
        NDArray logStudent = Taped.over(logits, temperature).logSoftmax(1);
        NDArray divergence = scaledTarget.softmax(1).mul(logTarget.sub(logStudent));
        return Taped.times(divergence.sum(new int[] {1}).mean(), temperature * temperature);
    }

    private static NDArray relative(NDArray corners, Batch batch) {
        float width = batch.width();
        float height = batch.height();
        return corners.div(corners.getManager().create(new float[] {width, height, width, height}));
    }

    private boolean isLogits(Prediction prediction, int index) {
        long[] shape = prediction.shape();
        return switch (task) {
            case IMAGE_CLASSIFICATION, SEMANTIC_SEGMENTATION -> index == 0;
            case OBJECT_DETECTION -> false;
            case REGRESSION ->
                (shape.length == 2 || shape.length == 4)
                        && shape[1] >= 2
                        && prediction.output().toLowerCase(Locale.ROOT).contains("logits");
        };
    }

    private boolean isBoxes(Prediction prediction) {
        return task == Task.OBJECT_DETECTION && prediction.output().equals(DetectionLoss.BOXES);
    }

    /// One for each output: all of them are in use until the step ends.
    private Staging staging(int index) {
        while (stagings.size() <= index) {
            stagings.add(new Staging());
        }
        return stagings.get(index);
    }
}

package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// [SmoothedCrossEntropy] of logits `(n, classes)` and one label an image; metric `accuracy`.
///
/// @param function its smoothing and class weights
record CrossEntropyLoss(SmoothedCrossEntropy function) implements Loss {

    private static final int NONE_IGNORED = -1;

    CrossEntropyLoss(double smoothing, List<Double> classWeights) {
        this(new SmoothedCrossEntropy(smoothing, classWeights, NONE_IGNORED));
    }

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        NDArray logits = outputs.first();
        long[] labels = batch.labels();
        new ClassRange(Math.toIntExact(logits.getShape().get(1))).require(Arrays.stream(labels));
        NDArray column = logits.getManager().create(labels).reshape(labels.length, 1);
        return new LossValue(function.of(logits, column), Map.of("accuracy", accuracy(logits, labels)));
    }

    /// Share of images whose largest logit is the label's.
    private static double accuracy(NDArray logits, long[] labels) {
        long[] chosen = logits.argMax(1).toLongArray();
        int correct = 0;
        for (int i = 0; i < chosen.length; i++) {
            correct += chosen[i] == labels[i] ? 1 : 0;
        }
        return (double) correct / chosen.length;
    }
}

package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy with label smoothing and class weights, weighted mean over all places `i` that have a label `y_i`:
/// `Σ_i [ −(1 − ε) w(y_i) log p_i(y_i) − ε / K Σ_k w(k) log p_i(k) ] / Σ_i w(y_i)`, `p = softmax(logits)`; 0 if no
/// place has a label of weight above 0.
///
/// Sources: Szegedy et al., arXiv:1512.00567, section 7; `torch.nn.CrossEntropyLoss(weight, ignore_index,
/// label_smoothing)` of PyTorch 2.15.
///
/// @param smoothing    ε in `[0, 1)`
/// @param classWeights w >= 0, shape `(K)`; empty = all 1
/// @param ignored      label of a place without one; a number below 0 = all places have one
record SmoothedCrossEntropy(double smoothing, List<Double> classWeights, int ignored) {

    SmoothedCrossEntropy {
        classWeights = List.copyOf(classWeights);
    }

    /// @param logits shape `(n, K, ...)`
    /// @param labels int64, shape `(n, 1, ...)`, below K or `ignored`
    NDArray of(NDArray logits, NDArray labels) {
        int classes = classes(logits);
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray labelled = labels.neq(ignored);
        NDArray weights = logits.getManager().create(table(classes)).take(labels);
        NDArray ofLabel = logProbabilities.gather(labels.mul(labelled.toType(DataType.INT64, false)), 1);
        float mass = weights.sum().getFloat();
        float divisor = mass > 0 ? mass : 1;
        NDArray total = Taped.times(Taped.over(ofLabel.mul(weights).sum(), divisor), -(1 - smoothing));
        if (smoothing == 0) {
            return total;
        }
        NDArray ofAll = ofEveryClass(logProbabilities).mul(labelled.toType(DataType.FLOAT32, false));
        return total.add(Taped.times(Taped.over(ofAll.sum(), divisor * classes), -smoothing));
    }

    /// `Σ_k w(k) log p(k)`, shape `(n, 1, ...)`.
    private NDArray ofEveryClass(NDArray logProbabilities) {
        if (classWeights.isEmpty()) {
            return logProbabilities.sum(new int[] {1}, true);
        }
        long[] shape = new long[logProbabilities.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[1] = classWeights.size();
        float[] weights = Arrays.copyOf(table(classWeights.size()), classWeights.size());
        NDArray row = logProbabilities.getManager().create(weights).reshape(shape);
        return logProbabilities.mul(row).sum(new int[] {1}, true);
    }

    /// Weight of each label, 0 for `ignored`.
    private float[] table(int classes) {
        float[] table = new float[Math.max(classes, ignored + 1)];
        for (int k = 0; k < classes; k++) {
            if (k != ignored) {
                table[k] = classWeights.isEmpty() ? 1f : classWeights.get(k).floatValue();
            }
        }
        return table;
    }

    private int classes(NDArray logits) {
        int classes = Math.toIntExact(logits.getShape().get(1));
        if (!classWeights.isEmpty() && classWeights.size() != classes) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "loss.class-weights has %d weights, but the network has %d classes: give one a class"
                            .formatted(classWeights.size(), classes));
        }
        return classes;
    }
}

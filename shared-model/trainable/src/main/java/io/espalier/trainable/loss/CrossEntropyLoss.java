package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.espalier.datasets.Batch;
import java.util.Map;

/// Cross-entropy with label smoothing of logits `(n, classes)`:
/// `mean_n[ −(1 − ε) log p_n(y_n) − ε / K Σ_k log p_n(k) ]`, `p = softmax(logits)`.
///
/// Source: Szegedy et al., arXiv:1512.00567, section 7; `torch.nn.CrossEntropyLoss(label_smoothing)`.
///
/// @param smoothing ε in `[0, 1)`
record CrossEntropyLoss(double smoothing) implements Loss {

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        NDArray logits = outputs.first();
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray labels = logits.getManager().create(batch.labels());
        NDArray ofLabel = logProbabilities
                .get(new NDIndex().addAllDim().addPickDim(labels))
                .mean();
        NDArray ofAll = logProbabilities.mean();
        NDArray total = ofLabel.mul((float) -(1 - smoothing)).add(ofAll.mul((float) -smoothing));
        return new LossValue(total, Map.of("accuracy", accuracy(logits, batch.labels())));
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

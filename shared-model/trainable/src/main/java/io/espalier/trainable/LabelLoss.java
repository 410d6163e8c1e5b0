package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.espalier.datasets.Batch;

/// Weighted cross-entropy with label smoothing:
/// `weight · mean_n[ −(1 − ε) log p_n(y_n) − ε / K Σ_k log p_n(k) ]`, `p = softmax(logits)`.
///
/// Source: Szegedy et al., arXiv:1512.00567, section 7; `torch.nn.CrossEntropyLoss(label_smoothing)`.
///
/// @param weight    >= 0
/// @param smoothing ε in `[0, 1)`
record LabelLoss(double weight, double smoothing) implements Loss {

    @Override
    public NDArray of(NDArray logits, Batch batch) {
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray labels = logits.getManager().create(batch.labels());
        NDArray ofLabel = logProbabilities
                .get(new NDIndex().addAllDim().addPickDim(labels))
                .mean();
        NDArray ofAll = logProbabilities.mean();
        return ofLabel.mul((float) (-weight * (1 - smoothing))).add(ofAll.mul((float) (-weight * smoothing)));
    }
}

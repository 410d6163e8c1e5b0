package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a network is trained for: decides the loss, the metric, and what the outputs must be.
public enum Task {
    /// One output, `(n, classes)` logits; judged by top-1 accuracy.
    @JsonProperty("image-classification")
    IMAGE_CLASSIFICATION,

    /// First output `(n, classes, h, w)` logits; judged by the mean intersection over union (mIoU).
    @JsonProperty("semantic-segmentation")
    SEMANTIC_SEGMENTATION,

    /// Outputs `boxes (n, N, 4)`, corners x1 y1 x2 y2 in input pixels, and `scores (n, N, classes)` in `[0, 1]`; judged
    /// by COCO's mean average precision, 0.50:0.95.
    @JsonProperty("object-detection")
    OBJECT_DETECTION,

    /// Any outputs, no labels: the pushed network's own outputs are the target; judged by how much of their variance
    /// is reproduced (R²).
    @JsonProperty("regression")
    REGRESSION
}

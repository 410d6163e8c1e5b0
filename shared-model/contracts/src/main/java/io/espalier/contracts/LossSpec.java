package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// `labels · CE(logits, y) + distillation · T² · KL(softmax(teacher/T) ‖ softmax(logits/T))`, mean over the batch.
///
/// @param labels         weight of the cross-entropy with the labels, >= 0
/// @param distillation   weight of the distillation term, >= 0 (Hinton et al. 2015)
/// @param temperature    T of the distillation term, > 0
/// @param labelSmoothing share of the label mass spread over all classes, in `[0, 1)`
public record LossSpec(double labels, double distillation, double temperature, double labelSmoothing) {

    public LossSpec {
        require(labels >= 0, "labels", labels, "0 or more");
        require(distillation >= 0, "distillation", distillation, "0 or more");
        require(labels + distillation > 0, "labels", labels, "above 0 when distillation is 0");
        require(temperature > 0, "temperature", temperature, "above 0");
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label-smoothing", labelSmoothing, "in [0, 1)");
    }

    /// Whether a teacher is needed.
    public boolean distils() {
        return distillation > 0;
    }
}

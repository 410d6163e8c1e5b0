package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.util.List;

/// `labels · L(outputs, labels) + distillation · D(outputs, teacher's outputs)`, mean over the batch.
///
/// `L` is the task's: cross-entropy for classes, the same per labelled pixel for masks, [DetectionLossSpec] for boxes,
/// nothing for `regression`. `D` is a sum over all outputs: `T² · KL(softmax(teacher/T) ‖ softmax(outputs/T))` for
/// logits (Hinton et al. 2015), the softmax over axis 1, and the mean squared difference for any other output. Logits
/// are the first output of classifiers and segmenters; for `regression` they are outputs of two or four dimensions, at
/// least two wide in the second, with `logits` in their name. A detector's corners are divided by the input's width
/// and height first.
///
/// @param labels         weight of the labels' term, >= 0; with 0 no label is read
/// @param distillation   weight of the distillation term, >= 0
/// @param temperature    T of the distillation term, > 0
/// @param labelSmoothing share of the label mass spread over all classes, in `[0, 1)`
/// @param classWeights   of the cross-entropy, one a class, >= 0; empty = all 1
/// @param detection      parts of the loss of boxes
public record LossSpec(
        double labels,
        double distillation,
        double temperature,
        double labelSmoothing,
        List<Double> classWeights,
        DetectionLossSpec detection) {

    public LossSpec {
        // Null is what Jackson passes for an absent key: events of version 0.1 have neither.
        classWeights = classWeights == null ? List.of() : List.copyOf(classWeights);
        detection = detection == null ? DetectionLossSpec.DEFAULT : detection;
        require(labels >= 0, "labels", labels, "0 or more");
        require(distillation >= 0, "distillation", distillation, "0 or more");
        require(labels + distillation > 0, "labels", labels, "above 0 when distillation is 0");
        require(temperature > 0, "temperature", temperature, "above 0");
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label-smoothing", labelSmoothing, "in [0, 1)");
        require(classWeights.stream().allMatch(w -> w >= 0), "class-weights", classWeights, "0 or more, one a class");
    }

    /// All classes weigh the same.
    public LossSpec(double labels, double distillation, double temperature, double labelSmoothing) {
        this(labels, distillation, temperature, labelSmoothing, List.of(), DetectionLossSpec.DEFAULT);
    }

    /// Whether a teacher is needed.
    public boolean distils() {
        return distillation > 0;
    }
}

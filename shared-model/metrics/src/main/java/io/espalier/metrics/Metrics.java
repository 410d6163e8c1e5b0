package io.espalier.metrics;

import io.espalier.contracts.Task;
import java.util.HashSet;
import java.util.List;

/// The metric of each task.
public final class Metrics {

    private Metrics() {}

    /// A fresh one.
    ///
    /// | task | primary | others | outputs |
    /// |---|---|---|---|
    /// | image-classification | `top-1` | `top-5` if there are 6 classes or more | first `(n, classes)` |
    /// | semantic-segmentation | `miou` | `pixel-accuracy`, `iou/<class>` | first `(n, classes, h, w)` |
    /// | object-detection | `map` | `map-50`, `map-75`, `ap/<class>`, COCO's other nine | `boxes`, `scores` |
    ///
    /// @param classNames in the order of the class indices, each once
    /// @throws IllegalArgumentException for regression, which has no labels: judge it with [Agreement]
    public static Metric of(Task task, List<String> classNames) {
        if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
            throw new IllegalArgumentException("classes must be named, each by a name of its own, was " + classNames);
        }
        return switch (task) {
            case IMAGE_CLASSIFICATION -> new TopAccuracy(classNames.size());
            case SEMANTIC_SEGMENTATION -> new MaskOverlap(classNames);
            case OBJECT_DETECTION -> new DetectionPrecision(classNames);
            case REGRESSION ->
                throw new IllegalArgumentException(
                        "regression has no labels to judge by: compare with the source's outputs (Agreement)");
        };
    }
}

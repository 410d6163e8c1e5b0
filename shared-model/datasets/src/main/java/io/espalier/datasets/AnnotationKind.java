package io.espalier.datasets;

/// What a data set says about each of its images.
public enum AnnotationKind {
    LABELS,
    MASKS,
    BOXES,
    NONE
}

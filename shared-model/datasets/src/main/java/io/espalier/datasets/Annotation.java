package io.espalier.datasets;

/// What one image of a data set shows.
public sealed interface Annotation {

    /// @param label in `[0, classNames().size())`
    record ClassLabel(int label) implements Annotation {}

    /// @param classes uint8, shape `(height, width)` row-major; [Targets#IGNORED] = no label
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ClassMask(byte[] classes) implements Annotation {}

    /// @param boxes in pixels of the decoded image
    record Objects(BoxList boxes) implements Annotation {}

    /// The data set has no labels.
    record Unlabelled() implements Annotation {}
}

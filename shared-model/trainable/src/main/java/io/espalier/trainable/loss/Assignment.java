package io.espalier.trainable.loss;

import java.util.List;

/// What each point of a detector is taught in one image.
///
/// @param positives points that are taught an object, in ascending order
/// @param ignored   shape `(points)`: points that are taught nothing
@SuppressWarnings("ArrayRecordComponent") // never compared
record Assignment(List<Positive> positives, boolean[] ignored) {

    Assignment {
        positives = List.copyOf(positives);
    }

    /// @param point  of the detector
    /// @param object index in the image's list, which gives box and class
    /// @param target of the point's score for this class, in `(0, 1]`
    /// @param iou    of the predicted box and the object's, in `[0, 1]`
    record Positive(int point, int object, double target, double iou) {}
}

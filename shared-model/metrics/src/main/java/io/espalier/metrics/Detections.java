package io.espalier.metrics;

/// What a network claims to see of one class in one image.
///
/// @param corners shape `(k, 4)`: x1 y1 x2 y2 in pixels
/// @param scores  shape `(k)`, from the highest to the lowest
@SuppressWarnings("ArrayRecordComponent") // never compared
record Detections(float[] corners, float[] scores) {

    Detections {
        if (corners.length != 4 * scores.length) {
            throw new IllegalArgumentException(
                    "%d scores need %d corners, had %d".formatted(scores.length, 4 * scores.length, corners.length));
        }
        for (int i = 1; i < scores.length; i++) {
            if (!(scores[i - 1] >= scores[i])) {
                throw new IllegalArgumentException(
                        "scores must fall, had %s before %s".formatted(scores[i - 1], scores[i]));
            }
        }
    }

    int size() {
        return scores.length;
    }
}

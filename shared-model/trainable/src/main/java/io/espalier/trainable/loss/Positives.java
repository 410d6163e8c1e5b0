package io.espalier.trainable.loss;

import io.espalier.datasets.BoxList;
import java.util.List;

/// The assigned points of all images of a batch, as indices into its outputs.
///
/// @param boxes    of the point in `(n · N)` boxes
/// @param scores   of the score for the object's class in `(n · N · classes)` scores
/// @param targets  of these scores
/// @param corners  the objects' x1, then all y1, x2, y2: shape `(4, positives)`
/// @param judged   shape `(n · N)`: 1, or 0 for a point that is taught nothing
/// @param mass     sum of the targets, at least 1
/// @param meanIou  of the predicted boxes; 0 if there are none
@SuppressWarnings("ArrayRecordComponent") // never compared
record Positives(
        long[] boxes, long[] scores, float[] targets, float[][] corners, float[] judged, double mass, double meanIou) {

    /// @param assignments one an image
    /// @param objects     one an image
    /// @param points      N
    /// @param classes     scores a point
    static Positives of(List<Assignment> assignments, List<BoxList> objects, int points, int classes) {
        int count = assignments.stream().mapToInt(a -> a.positives().size()).sum();
        Positives all = new Positives(
                new long[count],
                new long[count],
                new float[count],
                new float[4][count],
                new float[assignments.size() * points],
                0,
                0);
        double mass = 0;
        double overlap = 0;
        int next = 0;
        for (int image = 0; image < assignments.size(); image++) {
            all.judge(assignments.get(image).ignored(), image * points);
            for (Assignment.Positive positive : assignments.get(image).positives()) {
                all.put(next++, image * points + positive.point(), positive, objects.get(image), classes);
                mass += positive.target();
                overlap += positive.iou();
            }
        }
        return all.withSums(Math.max(1, mass), overlap / Math.max(1, count));
    }

    private void judge(boolean[] ignored, int offset) {
        for (int point = 0; point < ignored.length; point++) {
            judged[offset + point] = ignored[point] ? 0f : 1f;
        }
    }

    private void put(int index, int box, Assignment.Positive positive, BoxList objects, int classes) {
        boxes[index] = box;
        scores[index] = (long) box * classes + objects.classes()[positive.object()];
        targets[index] = (float) positive.target();
        for (int corner = 0; corner < 4; corner++) {
            corners[corner][index] = objects.corners()[4 * positive.object() + corner];
        }
    }

    private Positives withSums(double newMass, double newMeanIou) {
        return new Positives(boxes, scores, targets, corners, judged, newMass, newMeanIou);
    }

    boolean isEmpty() {
        return boxes.length == 0;
    }
}

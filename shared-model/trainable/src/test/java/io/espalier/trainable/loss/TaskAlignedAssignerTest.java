package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.BoxList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rules of the assignment one by one, with numbers that can be checked by hand; random images are compared with
/// an independent program in [DetectionLossTest].
class TaskAlignedAssignerTest {

    /// Four points in a row, 8 pixels apart.
    private static final PointLayout ROW = new PointLayout(new float[] {4, 12, 20, 28}, new float[] {4, 4, 4, 4});

    @Test
    void targetsAreAlignmentScaledToTheLargestIou() {
        // Given: boxes of the second and third point have IoU 1/2 and 1 with the object
        float[] boxes = {0, 0, 1, 1, 8, 0, 16, 8, 8, 0, 24, 8, 30, 0, 31, 1};
        float[] scores = {0.9f, 0.64f, 0.25f, 0.9f};

        // When
        Assignment assignment = assign(boxes, scores, object(8, 0, 24, 8));

        // Then: t = 0.8 · 2⁻⁶ and 0.5 · 1
        assertThat(assignment.positives()).hasSize(2);
        assertPositive(assignment, 0, 1, 0, 0.8 / 64 / 0.5, 0.5);
        assertPositive(assignment, 1, 2, 0, 1, 1);
        assertThat(assignment.ignored()).containsOnly(false);
    }

    @Test
    void aPointOfTwoObjectsGoesToTheOneItOverlapsMore() {
        float[] boxes = {0, 0, 1, 1, 8, 0, 16, 8, 16, 0, 24, 8, 30, 0, 31, 1};
        BoxList objects = objects(0, 0, 32, 8, 8, 0, 16, 8);
        Assignment assignment = assign(boxes, new float[] {0.5f, 0.5f, 0.5f, 0.5f}, objects);
        assertThat(assignment.positives())
                .extracting(Assignment.Positive::object)
                .containsExactly(0, 1, 0, 0);
    }

    @Test
    void ofEqualClaimsTheFirstObjectKeepsThePoint() {
        float[] boxes = {0, 0, 8, 8, 8, 0, 16, 8, 16, 0, 24, 8, 24, 0, 32, 8};
        BoxList objects = objects(8, 0, 16, 8, 8, 0, 16, 8);
        Assignment assignment = assign(boxes, new float[] {0.5f, 0.5f, 0.5f, 0.5f}, objects);
        assertThat(assignment.positives()).hasSize(1);
        assertPositive(assignment, 0, 1, 0, 1, 1);
    }

    @Test
    void anObjectBetweenThePointsGetsTheNearest() {
        float[] boxes = {0, 0, 8, 8, 8, 0, 16, 8, 16, 0, 24, 8, 24, 0, 32, 8};
        Assignment assignment = assign(boxes, new float[] {0.5f, 0.5f, 0.5f, 0.5f}, object(15, 6, 17, 8));
        assertThat(assignment.positives()).hasSize(1);
        assertThat(assignment.positives().getFirst().point()).isEqualTo(1); // as near as point 2, and before it
    }

    @Test
    void predictionsThatMissTheObjectAreTaughtALittle() {
        float[] boxes = new float[16];
        Assignment assignment = assign(boxes, new float[4], object(0, 0, 24, 8));
        assertThat(assignment.positives()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertPositive(assignment, i, i, 0, TaskAlignedAssigner.LEAST_IOU, 0);
        }
    }

    @Test
    void aCrowdSilencesItsPointsUnlessTheyHaveAnObject() {
        float[] boxes = {0, 0, 8, 8, 8, 0, 16, 8, 16, 0, 24, 8, 24, 0, 32, 8};
        BoxList objects =
                new BoxList(new float[] {0, 0, 24, 8, 8, 0, 16, 8}, new int[] {0, 0}, new boolean[] {true, false});
        Assignment assignment = assign(boxes, new float[] {0.5f, 0.5f, 0.5f, 0.5f}, objects);
        assertThat(assignment.ignored()).containsExactly(true, false, true, false);
        assertThat(assignment.positives()).hasSize(1);
        assertPositive(assignment, 0, 1, 1, 1, 1);
    }

    @Test
    void anObjectClaimsTenPointsAtMostNearestFirst() {
        // Given: 25 points inside, equal scores, no overlap
        float[] x = new float[25];
        float[] y = new float[25];
        for (int point = 0; point < 25; point++) {
            x[point] = 4 + 8 * (point % 5);
            y[point] = 4 + 8 * (point / 5);
        }
        TaskAlignedAssigner assigner =
                new TaskAlignedAssigner(new float[100], new float[25], Optional.of(new PointLayout(x, y)));

        // When
        List<Assignment.Positive> positives =
                assigner.assign(object(0, 0, 40, 40)).positives();

        // Then: the middle, its 8 neighbours, and the first of the four at distance 16
        assertThat(positives)
                .extracting(Assignment.Positive::point)
                .containsExactly(2, 6, 7, 8, 11, 12, 13, 16, 17, 18);
    }

    @Test
    void withoutALayoutTheNearestPredictionsAreCandidatesToo() {
        // Given: 12 predictions of one pixel far from the object, in a row away from it
        float[] boxes = new float[48];
        for (int point = 0; point < 12; point++) {
            boxes[4 * point] = 100 + 10 * point;
            boxes[4 * point + 2] = 101 + 10 * point;
            boxes[4 * point + 3] = 1;
        }
        TaskAlignedAssigner assigner = new TaskAlignedAssigner(boxes, new float[12], Optional.empty());

        // When
        List<Assignment.Positive> positives =
                assigner.assign(object(0, 0, 8, 8)).positives();

        // Then
        assertThat(positives).extracting(Assignment.Positive::point).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void overlapOfEmptyAndInvertedBoxesIsZero() {
        float[] boxes = {5, 5, 5, 5, 9, 9, 1, 1, 0, 0, 10, 10, 5, 0, 15, 10};
        assertThat(Overlap.of(boxes, 0, boxes, 2)).isZero();
        assertThat(Overlap.of(boxes, 1, boxes, 2)).isZero();
        assertThat(Overlap.of(boxes, 0, boxes, 0)).isZero();
        assertThat(Overlap.of(boxes, 2, boxes, 2)).isEqualTo(1);
        assertThat(Overlap.of(boxes, 2, boxes, 3)).isCloseTo(50 / 150.0, within(1e-12));
    }

    private static Assignment assign(float[] boxes, float[] scores, BoxList objects) {
        return new TaskAlignedAssigner(boxes, scores, Optional.of(ROW)).assign(objects);
    }

    private static BoxList object(float... corners) {
        return objects(corners);
    }

    private static BoxList objects(float... corners) {
        int count = corners.length / 4;
        return new BoxList(Arrays.copyOf(corners, corners.length), new int[count], new boolean[count]);
    }

    private static void assertPositive(
            Assignment assignment, int index, int point, int object, double target, double iou) {
        Assignment.Positive positive = assignment.positives().get(index);
        assertThat(positive.point()).isEqualTo(point);
        assertThat(positive.object()).isEqualTo(object);
        assertThat(positive.target()).isCloseTo(target, within(1e-7));
        assertThat(positive.iou()).isCloseTo(iou, within(1e-7));
    }
}

package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Layouts of detectors in use, and numbers of points that fit none.
class PointLayoutTest {

    @Test
    void knowsTwoStridesOf240By320() {
        PointLayout layout = PointLayout.of(1500, 240, 320).orElseThrow();
        assertPoint(layout, 0, 4, 4);
        assertPoint(layout, 1, 12, 4);
        assertPoint(layout, 40, 4, 12); // the second row of 320 / 8 = 40 cells
        assertPoint(layout, 1199, 316, 236);
        assertPoint(layout, 1200, 8, 8); // the first point of stride 16
        assertPoint(layout, 1499, 312, 232);
    }

    @Test
    void knowsThreeStridesOf640By640() {
        PointLayout layout = PointLayout.of(8400, 640, 640).orElseThrow();
        assertPoint(layout, 8399, 624, 624);
        assertThat(layout.x()).hasSize(8400);
    }

    @Test
    void cellsAtTheEdgeMayBeCutOff() {
        PointLayout layout = PointLayout.of(5 * 4 + 3 * 2, 30, 36).orElseThrow(); // strides 8 and 16
        assertPoint(layout, 4, 36, 4);
    }

    @Test
    void knowsNothingOfOtherNumbers() {
        assertThat(PointLayout.of(1501, 240, 320)).isEmpty();
        assertThat(PointLayout.of(100, 640, 640)).isPresent(); // stride 64 alone: 10 x 10
        assertThat(PointLayout.of(300, 640, 640)).isEmpty();
    }

    @Test
    void prefersNoneOfSeveral() {
        assertThat(PointLayout.of(1, 4, 4)).isEmpty(); // any stride from 4 on
    }

    @Test
    void standsInTheMiddleOfBoxesOtherwise() {
        PointLayout layout = PointLayout.centres(new float[] {0, 2, 10, 4, -1, -1, 1, 5});
        assertPoint(layout, 0, 5, 3);
        assertPoint(layout, 1, 0, 2);
        float[] corners = {0, 2, 10, 4};
        assertThat(layout.inside(0, corners, 0)).isTrue();
        assertThat(layout.inside(1, corners, 0)).isFalse(); // on the edge
        assertThat(layout.squaredDistance(1, corners, 0)).isEqualTo(26);
    }

    private static void assertPoint(PointLayout layout, int point, float x, float y) {
        assertThat(layout.x()[point]).isEqualTo(x);
        assertThat(layout.y()[point]).isEqualTo(y);
    }
}

package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

final class AccuracyTest {

    private static final Batch LABELS_0_2_0_1 =
            new Batch(FloatBuffer.allocate(4), new Targets.Labels(new long[] {0, 2, 0, 1}), 4, 1, 1, 1);

    @Test
    void countsTheImagesWhoseLargestLogitIsTheLabels() {
        float[] logits = {
            1, 0, -1, //
            0, 1, 2, //
            0, 1, 0, //
            -3, -1, -2
        };
        assertThat(Accuracy.correct(logits, LABELS_0_2_0_1)).isEqualTo(3);
    }

    @Test
    void notANumberIsWrong() {
        float[] logits = {
            Float.NaN, Float.NaN, Float.NaN, //
            0, Float.NaN, 2, //
            1, 0, Float.NaN, //
            Float.NaN, 1, 0
        };
        assertThat(Accuracy.correct(logits, LABELS_0_2_0_1)).isZero();
    }

    @Test
    void ofEqualLogitsTheFirstClassCounts() {
        assertThat(Accuracy.correct(new float[12], LABELS_0_2_0_1)).isEqualTo(2);
    }
}

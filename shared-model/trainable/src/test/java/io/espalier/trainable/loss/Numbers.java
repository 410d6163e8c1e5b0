package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import java.nio.ByteBuffer;
import java.util.List;

/// What the tests of losses share.
final class Numbers {

    private Numbers() {}

    /// A batch that a loss sees when the network has been evaluated: its images are not read any more.
    static Batch batch(Targets targets, int size, int height, int width) {
        return new Batch(ByteBuffer.allocateDirect(0).asFloatBuffer(), targets, size, 3, height, width);
    }

    static Batch unlabelled(int size, int height, int width) {
        return batch(new Targets.None(), size, height, width);
    }

    /// @param tolerance relative to the largest expected value, at least to 1
    static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 1;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance * largest));
        }
    }

    static List<Double> boxed(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}

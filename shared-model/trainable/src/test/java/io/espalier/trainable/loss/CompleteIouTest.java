package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.trainable.Reference;
import io.espalier.trainable.Tape;
import io.espalier.trainable.loss.CompleteIou.Corners;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// CIoU and its gradient against torchvision's, whose α is a constant too.
class CompleteIouTest {

    /// float32, sides of tens of pixels.
    private static final double TOLERANCE = 2e-6;

    @Test
    void isTorchvisions() {
        JsonNode reference = Reference.of("complete-iou");
        double[] expected = Reference.doubles(reference.required("loss"));
        double[] gradient = Reference.doubles(reference.required("gradient"));
        try (Tape tape = new Tape()) {
            // Given
            NDArray[] predicted = columns(tape, reference.required("predicted"), true);
            NDArray[] truth = columns(tape, reference.required("truth"), false);

            // When
            NDArray ciou = CompleteIou.of(corners(predicted), corners(truth));
            tape.backward(ciou.sum().neg());

            // Then
            Numbers.assertClose(
                    ciou.toFloatArray(),
                    Arrays.stream(expected).map(loss -> 1 - loss).toArray(),
                    TOLERANCE);
            for (int corner = 0; corner < 4; corner++) {
                Numbers.assertClose(
                        predicted[corner].getGradient().toFloatArray(), column(gradient, corner), TOLERANCE);
            }
        }
    }

    @Test
    void emptyAndInvertedBoxesHaveFiniteGradients() {
        try (Tape tape = new Tape()) {
            // Given: a point, a line, an inverted box, a point far away
            NDArray[] predicted = {
                tape.leaf(new double[] {5, 5, 9, 1e6}, 4),
                tape.leaf(new double[] {5, 5, 9, 1e6}, 4),
                tape.leaf(new double[] {5, 9, 2, 1e6}, 4),
                tape.leaf(new double[] {5, 5, 1, 1e6}, 4)
            };
            NDArray[] truth = {
                tape.constant(new double[] {1, 1, 1, 1}, 4),
                tape.constant(new double[] {1, 1, 1, 1}, 4),
                tape.constant(new double[] {9, 9, 9, 9}, 4),
                tape.constant(new double[] {9, 9, 9, 9}, 4)
            };

            // When
            NDArray ciou = CompleteIou.of(corners(predicted), corners(truth));
            tape.backward(ciou.sum());

            // Then
            for (float value : ciou.toFloatArray()) {
                assertThat(value).isBetween(-2f, 0.01f);
            }
            for (NDArray corner : predicted) {
                for (float value : corner.getGradient().toFloatArray()) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    private static NDArray[] columns(Tape tape, JsonNode boxes, boolean leaves) {
        double[] values = Reference.doubles(boxes);
        return IntStream.range(0, 4)
                .mapToObj(corner -> column(values, corner))
                .map(column -> leaves ? tape.leaf(column, column.length) : tape.constant(column, column.length))
                .toArray(NDArray[]::new);
    }

    private static double[] column(double[] boxes, int corner) {
        return IntStream.range(0, boxes.length / 4)
                .mapToDouble(box -> boxes[4 * box + corner])
                .toArray();
    }

    private static Corners corners(NDArray[] columns) {
        return new Corners(columns[0], columns[1], columns[2], columns[3]);
    }
}

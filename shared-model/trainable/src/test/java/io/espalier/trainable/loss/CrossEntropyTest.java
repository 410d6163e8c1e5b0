package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import io.espalier.trainable.Reference;
import io.espalier.trainable.Tape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Cross-entropy of images and of pixels against PyTorch's: smoothing, class weights, pixels without a label.
class CrossEntropyTest {

    /// float32 sums of at most 72 terms below 10.
    private static final double TOLERANCE = 1e-6;

    @Test
    void ofImagesIsPyTorchs() {
        for (JsonNode reference : Reference.of("cross-entropy").required("images")) {
            long[] labels = Arrays.stream(Reference.ints(reference.required("labels")))
                    .asLongStream()
                    .toArray();
            Loss loss = new CrossEntropyLoss(reference.required("smoothing").doubleValue(), weights(reference));
            assertReference(reference, loss, new Targets.Labels(labels));
        }
    }

    @Test
    void ofPixelsIsPyTorchs() {
        for (JsonNode reference : Reference.of("cross-entropy").required("pixels")) {
            Loss loss =
                    new PixelCrossEntropyLoss(reference.required("smoothing").doubleValue(), weights(reference));
            byte[] masks = bytes(Reference.ints(reference.required("labels")));
            assertReference(reference, loss, new Targets.Masks(masks, 3, 4));
        }
    }

    private static void assertReference(JsonNode reference, Loss loss, Targets targets) {
        try (Tape tape = new Tape()) {
            // Given
            long[] shape = Arrays.stream(Reference.ints(reference.required("shape")))
                    .asLongStream()
                    .toArray();
            NDArray logits = tape.leaf(Reference.doubles(reference.required("logits")), shape);
            Batch batch = Numbers.batch(targets, (int) shape[0], 3, 4);

            // When
            LossValue value = loss.of(new Outputs(Map.of("logits", logits)), batch);
            tape.backward(value.total());

            // Then
            double expected = reference.required("loss").doubleValue();
            assertThat((double) value.total().getFloat()).isCloseTo(expected, within(TOLERANCE * expected));
            double[] gradient = Reference.doubles(reference.required("gradient"));
            Numbers.assertClose(logits.getGradient().toFloatArray(), gradient, TOLERANCE);
        }
    }

    @Test
    void pixelAccuracyCountsLabelledPixelsOnly() {
        try (Tape tape = new Tape()) {
            // Given: class 1 wins at the first pixel, class 0 at the other three
            NDArray logits = tape.leaf(new double[] {0, 2, 2, 2, 1, 1, 1, 1}, 1, 2, 2, 2);
            byte[] masks = bytes(new int[] {1, 0, 1, 255});

            // When
            LossValue value = loss().of(outputs(logits), Numbers.batch(new Targets.Masks(masks, 2, 2), 1, 2, 2));

            // Then
            assertThat(value.metrics()).containsOnly(Map.entry("pixel-accuracy", 2 / 3.0));
        }
    }

    /// Four equal logits cost log 4 at each labelled place; the place of class 1, the ignored one, costs nothing.
    @Test
    void anIgnoredClassAmongOthersLeavesTheOthers() {
        try (Tape tape = new Tape()) {
            NDArray logits = tape.leaf(new double[12], 3, 4);
            NDArray labels = logits.getManager().create(new long[] {3, 1, 0}, new Shape(3, 1));
            NDArray loss = new SmoothedCrossEntropy(0, List.of(), 1).of(logits, labels);
            assertThat((double) loss.getFloat()).isCloseTo(Math.log(4), within(TOLERANCE));
        }
    }

    @Test
    void aBatchWithoutLabelledPixelsTeachesNothing() {
        try (Tape tape = new Tape()) {
            // Given
            NDArray logits = tape.leaf(new double[] {0, 2, 2, 2, 1, 1, 1, 1}, 1, 2, 2, 2);
            byte[] masks = bytes(new int[] {255, 255, 255, 255});
            Loss smoothed = new PixelCrossEntropyLoss(0.1, List.of());

            // When
            LossValue value = smoothed.of(outputs(logits), Numbers.batch(new Targets.Masks(masks, 2, 2), 1, 2, 2));
            tape.backward(value.total());

            // Then
            assertThat(value.total().getFloat()).isZero();
            assertThat(value.metrics()).isEmpty();
            assertThat(logits.getGradient().toFloatArray()).containsOnly(0f);
        }
    }

    @Test
    void ofImagesHasAClassOfTheIndexThatMasksLeaveOut() {
        try (Tape tape = new Tape()) {
            double[] values = new double[300];
            values[255] = 20;
            NDArray logits = tape.leaf(values, 1, 300);
            Batch batch = Numbers.batch(new Targets.Labels(new long[] {255}), 1, 1, 1);
            LossValue value = new CrossEntropyLoss(0, List.of()).of(outputs(logits), batch);
            assertThat(value.metrics()).containsEntry("accuracy", 1.0);
            assertThat(value.total().getFloat()).isBetween(1e-7f, 1e-6f); // log(1 + 299 e⁻²⁰)
        }
    }

    @Test
    void namesLabelsThatTheNetworkHasNoOutputFor() {
        try (Tape tape = new Tape()) {
            NDArray logits = tape.leaf(new double[8], 1, 2, 2, 2);
            Batch batch = Numbers.batch(new Targets.Masks(bytes(new int[] {7, 0, 9, 255}), 2, 2), 1, 2, 2);
            assertPermanent(ErrorCode.DATASET_INVALID, "[7, 9]", () -> loss().of(outputs(logits), batch));
            Batch images = Numbers.batch(new Targets.Labels(new long[] {1, 4}), 2, 1, 1);
            NDArray two = tape.leaf(new double[6], 2, 3);
            Loss loss = new CrossEntropyLoss(0, List.of());
            assertPermanent(ErrorCode.DATASET_INVALID, "[4]", () -> loss.of(outputs(two), images));
        }
    }

    @Test
    void refusesMasksOfAnotherSizeAndWeightsOfAnotherNumber() {
        try (Tape tape = new Tape()) {
            NDArray logits = tape.leaf(new double[8], 1, 2, 2, 2);
            Batch larger = Numbers.batch(new Targets.Masks(new byte[16], 4, 4), 1, 4, 4);
            assertPermanent(ErrorCode.DATASET_INVALID, "4 x 4", () -> loss().of(outputs(logits), larger));
            Batch batch = Numbers.batch(new Targets.Masks(new byte[4], 2, 2), 1, 2, 2);
            Loss three = new PixelCrossEntropyLoss(0, List.of(1.0, 1.0, 1.0));
            assertPermanent(ErrorCode.SPEC_INVALID, "class-weights", () -> three.of(outputs(logits), batch));
        }
    }

    @Test
    void refusesImagesWithoutMasks() {
        try (Tape tape = new Tape()) {
            Outputs outputs = outputs(tape.leaf(new double[8], 1, 2, 2, 2));
            assertThatThrownBy(() -> loss().of(outputs, Numbers.unlabelled(1, 2, 2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("None");
        }
    }

    private static Loss loss() {
        return Loss.of(Task.SEMANTIC_SEGMENTATION, new LossSpec(1, 0, 1, 0), null);
    }

    private static Outputs outputs(NDArray logits) {
        return new Outputs(Map.of("logits", logits));
    }

    private static void assertPermanent(ErrorCode code, String words, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code))
                .hasMessageContaining(words);
    }

    private static List<Double> weights(JsonNode reference) {
        return Numbers.boxed(Reference.doubles(reference.required("weights")));
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.DetectionLossSpec;
import io.espalier.contracts.DetectionLossSpec.ScoreLoss;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.BoxList;
import io.espalier.datasets.Targets;
import io.espalier.trainable.Reference;
import io.espalier.trainable.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The detector's loss against the same written in Python, with torchvision's CIoU and PyTorch's gradients.
class DetectionLossTest {

    /// float32 sums of 180 terms below 5; scores' quotients 1 / (1 − p) up to 20.
    private static final double TOLERANCE = 3e-6;

    private static final DetectionLossSpec SPEC = new DetectionLossSpec(7.5, 0.5, ScoreLoss.BCE);

    @Test
    void isTheReference() {
        for (JsonNode reference : Reference.of("detection")) {
            try (Tape tape = new Tape()) {
                // Given
                int points = reference.required("points").intValue();
                List<BoxList> objects = objects(reference);
                NDArray boxes = tape.leaf(Reference.doubles(reference.required("boxes")), 3, points, 4);
                NDArray scores = tape.leaf(Reference.doubles(reference.required("scores")), 3, points, 2);
                ScoreLoss function = ScoreLoss.valueOf(
                        reference.required("function").textValue().toUpperCase(Locale.ROOT));
                Loss loss = new DetectionLoss(new DetectionLossSpec(7.5, 0.5, function));

                // When
                LossValue value = loss.of(outputs(boxes, scores), batch(objects));
                tape.backward(value.total());

                // Then
                for (String term : List.of("box-loss", "score-loss")) {
                    double expected = reference.required(term).doubleValue();
                    assertThat(value.metrics().get(term)).isCloseTo(expected, within(TOLERANCE * expected));
                }
                Numbers.assertClose(
                        boxes.getGradient().toFloatArray(),
                        Reference.doubles(reference.required("box-gradient")),
                        TOLERANCE);
                Numbers.assertClose(
                        scores.getGradient().toFloatArray(),
                        Reference.doubles(reference.required("score-gradient")),
                        TOLERANCE);
            }
        }
    }

    @Test
    void assignsAsTheReferenceDoes() {
        for (JsonNode reference : Reference.of("detection")) {
            int points = reference.required("points").intValue();
            Optional<PointLayout> layout = PointLayout.of(points, 32, 48);
            assertThat(layout.isPresent()).isEqualTo(reference.required("known").booleanValue());
            float[] boxes = Reference.floats(reference.required("boxes"));
            float[] scores = Reference.floats(reference.required("scores"));
            for (int n = 0; n < 3; n++) {
                // When
                Assignment assignment = new TaskAlignedAssigner(
                                Arrays.copyOfRange(boxes, n * points * 4, (n + 1) * points * 4),
                                Arrays.copyOfRange(scores, n * points * 2, (n + 1) * points * 2),
                                layout)
                        .assign(objects(reference).get(n));

                // Then
                assertAssigned(assignment, reference.required("assignments").get(n));
            }
        }
    }

    private static void assertAssigned(Assignment assignment, JsonNode expected) {
        assertThat(assignment.positives())
                .hasSize(expected.required("positives").size());
        for (int i = 0; i < assignment.positives().size(); i++) {
            Assignment.Positive positive = assignment.positives().get(i);
            JsonNode triple = expected.required("positives").get(i);
            assertThat(positive.point()).isEqualTo(triple.get(0).intValue());
            assertThat(positive.object()).isEqualTo(triple.get(1).intValue());
            double target = triple.get(2).doubleValue();
            assertThat(positive.target()).isCloseTo(target, within(1e-6 * target));
        }
        int[] ignored = IntStream.range(0, assignment.ignored().length)
                .filter(point -> assignment.ignored()[point])
                .toArray();
        assertThat(ignored).containsExactly(Reference.ints(expected.required("ignored")));
    }

    @Test
    void imagesWithoutObjectsTeachLowScoresOnly() {
        try (Tape tape = new Tape()) {
            // Given
            NDArray boxes = tape.leaf(new double[] {1, 1, 5, 5, 2, 2, 9, 9}, 1, 2, 4);
            NDArray scores = tape.leaf(new double[] {0.5, 0.75}, 1, 2, 1);

            // When
            LossValue value = new DetectionLoss(SPEC).of(outputs(boxes, scores), batch(List.of(BoxList.EMPTY)));
            tape.backward(value.total());

            // Then
            double expected = -Math.log(0.5) - Math.log(0.25);
            assertThat(value.metrics().get("score-loss")).isCloseTo(expected, within(1e-6));
            assertThat(value.metrics()).containsEntry("box-loss", 0.0).containsEntry("mean-iou", 0.0);
            assertThat(boxes.getGradient().toFloatArray()).containsOnly(0f);
            assertThat(scores.getGradient().toFloatArray()).containsExactly(1f, 2f); // 0.5 / (1 − p)
        }
    }

    @Test
    void learnsTheObjectsOfAnImage() {
        try (Tape tape = new Tape()) {
            // Given: 32 x 48 pixels have 24 + 6 points at strides 8 and 16; all boxes are 8 pixels wide at first
            PointLayout layout = PointLayout.of(30, 32, 48).orElseThrow();
            double[] corners = new double[120];
            for (int point = 0; point < 30; point++) {
                corners[4 * point] = layout.x()[point] - 4;
                corners[4 * point + 1] = layout.y()[point] - 4;
                corners[4 * point + 2] = layout.x()[point] + 4;
                corners[4 * point + 3] = layout.y()[point] + 4;
            }
            NDArray boxes = tape.leaf(corners, 1, 30, 4);
            NDArray logits = tape.leaf(new double[60], 1, 30, 2);
            BoxList objects = new BoxList(
                    new float[] {4, 5, 30, 29, 31, 3, 46, 20}, new int[] {0, 1}, new boolean[] {false, false});
            Loss loss = Loss.of(Task.OBJECT_DETECTION, new LossSpec(1, 0, 1, 0), null);

            // When: gradient descent on the outputs themselves, with a rate that falls to 0
            for (int step = 0; step < 200; step++) {
                NDArray scores = logits.neg().exp().add(1f).pow(-1f);
                LossValue value = loss.of(outputs(boxes, scores), batch(List.of(objects)));
                tape.backward(value.total());
                tape.descend(boxes, 20 * (1 - step / 200f));
                tape.descend(logits, 2);
            }

            // Then: the surest prediction of each class is sure, and is the object
            for (int object = 0; object < 2; object++) {
                int surest = surest(logits.toFloatArray(), object);
                assertThat(logits.toFloatArray()[2 * surest + object]).isPositive(); // p > 0.5
                assertThat(Overlap.of(boxes.toFloatArray(), surest, objects.corners(), object))
                        .isGreaterThan(0.9);
            }
        }
    }

    private static int surest(float[] logits, int label) {
        int surest = 0;
        for (int point = 1; point < 30; point++) {
            surest = logits[2 * point + label] > logits[2 * surest + label] ? point : surest;
        }
        return surest;
    }

    @Test
    void namesClassesThatTheNetworkHasNoScoreFor() {
        try (Tape tape = new Tape()) {
            Outputs outputs = outputs(tape.leaf(new double[8], 1, 2, 4), tape.leaf(new double[2], 1, 2, 1));
            BoxList objects = new BoxList(new float[] {1, 1, 5, 5}, new int[] {3}, new boolean[] {false});
            assertThatThrownBy(() -> new DetectionLoss(SPEC).of(outputs, batch(List.of(objects))))
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.DATASET_INVALID))
                    .hasMessageContaining("[3]");
        }
    }

    @Test
    void refusesOutputsOfOtherShapesAndImagesWithoutBoxes() {
        try (Tape tape = new Tape()) {
            Loss loss = new DetectionLoss(SPEC);
            Outputs uneven = outputs(tape.leaf(new double[8], 1, 2, 4), tape.leaf(new double[3], 1, 3, 1));
            assertThatThrownBy(() -> loss.of(uneven, batch(List.of(BoxList.EMPTY))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(n, N, 4)");
            Outputs even = outputs(tape.leaf(new double[8], 1, 2, 4), tape.leaf(new double[2], 1, 2, 1));
            assertThatThrownBy(() -> loss.of(even, Numbers.unlabelled(1, 32, 48)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("None");
        }
    }

    private static Outputs outputs(NDArray boxes, NDArray scores) {
        return new Outputs(Map.of("boxes", boxes, "scores", scores));
    }

    private static Batch batch(List<BoxList> objects) {
        return Numbers.batch(new Targets.Boxes(objects), objects.size(), 32, 48);
    }

    private static List<BoxList> objects(JsonNode reference) {
        List<BoxList> images = new ArrayList<>();
        for (JsonNode image : reference.required("objects")) {
            JsonNode flags = image.required("crowd");
            boolean[] crowd = new boolean[flags.size()];
            for (int i = 0; i < crowd.length; i++) {
                crowd[i] = flags.get(i).booleanValue();
            }
            images.add(new BoxList(
                    Reference.floats(image.required("corners")), Reference.ints(image.required("classes")), crowd));
        }
        return images;
    }
}

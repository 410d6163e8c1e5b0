package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Prediction;
import io.espalier.trainable.Tape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Distances to a teacher's outputs against their formulas in double precision, for each task and kind of output.
class DistillationLossTest {

    private static final double TEMPERATURE = 3;
    private static final double TOLERANCE = 2e-6;

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    @Test
    void classifiersCompareTheFirstOutputAsLogitsAndOthersByTheirSquares() {
        shapes.put("scores", new long[] {2, 5});
        shapes.put("other-logits", new long[] {2, 3});
        assertDistance(Task.IMAGE_CLASSIFICATION, divergence("scores") + squares("other-logits", 1, 1));
    }

    @Test
    void segmentersCompareEachPixel() {
        shapes.put("output", new long[] {2, 3, 4, 2});
        assertDistance(Task.SEMANTIC_SEGMENTATION, divergence("output"));
    }

    @Test
    void detectorsCompareCornersRelativeToTheInput() {
        shapes.put("boxes", new long[] {2, 3, 4});
        shapes.put("scores", new long[] {2, 3, 5});
        assertDistance(Task.OBJECT_DETECTION, squares("boxes", 48, 32) + squares("scores", 1, 1));
    }

    @Test
    void regressionTakesOutputsForLogitsByNameAndShape() {
        shapes.put("boxes", new long[] {2, 3, 4});
        shapes.put("Class_Logits", new long[] {2, 4});
        shapes.put("logits-of-pixels", new long[] {2, 3, 2, 2});
        shapes.put("logits-of-one", new long[] {2, 1});
        shapes.put("logits-of-tokens", new long[] {2, 3, 4});
        assertDistance(
                Task.REGRESSION,
                squares("boxes", 1, 1)
                        + divergence("Class_Logits")
                        + divergence("logits-of-pixels")
                        + squares("logits-of-one", 1, 1)
                        + squares("logits-of-tokens", 1, 1));
    }

    @Test
    void itsGradientAgreesWithCentralDifferences() {
        shapes.put("boxes", new long[] {2, 3, 4});
        shapes.put("logits", new long[] {2, 4});
        for (String name : shapes.keySet()) {
            try (Tape tape = new Tape()) {
                // Given
                Outputs outputs = new Outputs(outputs(tape));

                // When
                tape.backward(loss(Task.REGRESSION)
                        .of(outputs, Numbers.unlabelled(2, 32, 48))
                        .total());

                // Then
                float[] gradient = outputs.named(name).getGradient().toFloatArray();
                for (int i = 0; i < gradient.length; i++) {
                    double quotient = (shifted(name, i, 1e-4) - shifted(name, i, -1e-4)) / 2e-4;
                    assertThat((double) gradient[i]).isCloseTo(quotient, within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void regressionReadsNoLabels() {
        shapes.put("logits", new long[] {2, 4});
        try (Tape tape = new Tape()) {
            Loss loss = Loss.of(Task.REGRESSION, new LossSpec(1, 2, TEMPERATURE, 0), batch -> predictions());
            LossValue value = loss.of(new Outputs(outputs(tape)), Numbers.unlabelled(2, 32, 48));
            double expected = 2 * divergence("logits");
            assertThat((double) value.total().getFloat()).isCloseTo(expected, within(TOLERANCE * expected));
        }
        assertThatThrownBy(() -> Loss.of(Task.REGRESSION, new LossSpec(1, 0, 1, 0), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("distillation");
    }

    @Test
    void refusesATeacherOfOtherShapes() {
        shapes.put("logits", new long[] {2, 4});
        try (Tape tape = new Tape()) {
            Outputs outputs = new Outputs(Map.of("logits", tape.leaf(new double[6], 2, 3)));
            assertThatThrownBy(() -> loss(Task.REGRESSION).of(outputs, Numbers.unlabelled(2, 32, 48)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(2, 3)")
                    .hasMessageContaining("(2, 4)");
        }
    }

    private void assertDistance(Task task, double expected) {
        try (Tape tape = new Tape()) {
            LossValue value = loss(task).of(new Outputs(outputs(tape)), Numbers.unlabelled(2, 32, 48));
            assertThat((double) value.total().getFloat()).isCloseTo(expected, within(TOLERANCE * expected));
        }
    }

    private Loss loss(Task task) {
        return Loss.of(task, new LossSpec(0, 1, TEMPERATURE, 0), batch -> predictions());
    }

    private Map<String, NDArray> outputs(Tape tape) {
        Map<String, NDArray> outputs = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> outputs.put(name, tape.leaf(values(name, 0.7), shape)));
        return outputs;
    }

    private List<Prediction> predictions() {
        List<Prediction> predictions = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            double[] values = values(name, 1.3);
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            predictions.add(new Prediction(name, shape, floats));
        });
        return predictions;
    }

    private double[] values(String name, double frequency) {
        double[] values = new double[size(name)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * Math.sin(frequency * (i + name.length())));
        }
        return values;
    }

    private int size(String name) {
        long size = 1;
        for (long dim : shapes.getOrDefault(name, new long[0])) {
            size *= dim;
        }
        return (int) size;
    }

    /// Sum over the outputs `boxes` and `logits` of a regression, one element of one of them moved.
    private double shifted(String name, int index, double step) {
        double[] boxes = values("boxes", 0.7);
        double[] logits = values("logits", 0.7);
        (name.equals("boxes") ? boxes : logits)[index] += step;
        return squares("boxes", boxes, 1, 1) + divergence("logits", logits);
    }

    private double squares(String name, double width, double height) {
        return squares(name, values(name, 0.7), width, height);
    }

    private double squares(String name, double[] student, double width, double height) {
        double[] teacher = values(name, 1.3);
        double sum = 0;
        for (int i = 0; i < teacher.length; i++) {
            double difference = (student[i] - teacher[i]) / (i % 2 == 0 ? width : height);
            sum += difference * difference;
        }
        return sum / teacher.length;
    }

    private double divergence(String name) {
        return divergence(name, values(name, 0.7));
    }

    /// `T² · mean KL` over all places of `(n, K, places)`.
    private double divergence(String name, double[] student) {
        int classes = (int) shapes.getOrDefault(name, new long[2])[1];
        int places = size(name) / 2 / classes;
        double[] teacher = values(name, 1.3);
        double sum = 0;
        for (int n = 0; n < 2; n++) {
            for (int place = 0; place < places; place++) {
                int first = n * classes * places + place;
                double[] p = softmax(teacher, first, classes, places);
                double[] q = softmax(student, first, classes, places);
                for (int k = 0; k < classes; k++) {
                    sum += p[k] * Math.log(p[k] / q[k]);
                }
            }
        }
        return TEMPERATURE * TEMPERATURE * sum / (2 * places);
    }

    private static double[] softmax(double[] values, int first, int classes, int stride) {
        double[] p = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = Math.exp(values[first + k * stride] / TEMPERATURE);
            sum += p[k];
        }
        for (int k = 0; k < classes; k++) {
            p[k] /= sum;
        }
        return p;
    }
}

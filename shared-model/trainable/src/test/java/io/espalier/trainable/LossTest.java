package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.trainable.loss.Loss;
import io.espalier.trainable.loss.LossValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Losses against their formulas in double precision, on a network whose train and eval mode agree.
class LossTest {

    /// Relative; float32 sums of a few hundred terms.
    private static final double TOLERANCE = 2e-6;

    private static final int SIZE = 16;

    private final Batch batch = Networks.batch(SIZE, 21);

    @Test
    void crossEntropyWithSmoothingFollowsItsFormula() {
        LossSpec spec = new LossSpec(0.7, 0, 1, 0.1);
        assertThat(lossOf(spec)).isCloseTo(expected(spec), relative(expected(spec)));
    }

    @Test
    void distillationFollowsItsFormula() {
        LossSpec spec = new LossSpec(0.4, 1.5, 3, 0.05);
        assertThat(lossOf(spec)).isCloseTo(expected(spec), relative(expected(spec)));
    }

    @Test
    void distillationAloneNeedsNoLabels() {
        LossSpec spec = new LossSpec(0, 2, 4, 0);
        assertThat(lossOf(spec)).isCloseTo(expected(spec), relative(expected(spec)));
    }

    /// The tape must own what it needs: memory that only the forward pass held is reused after a collection.
    @Test
    void gradientsSurviveAGarbageCollection() {
        try (TrainableGraph teacher = plain();
                TrainableGraph student = plain()) {
            Loss loss = Loss.of(Task.IMAGE_CLASSIFICATION, new LossSpec(0.7, 0.3, 3, 0.1), teacher);
            String weight = student.parameters().getFirst().name();
            student.backward(batch, loss);
            float[] undisturbed = student.gradient(weight);

            for (int i = 0; i < 3; i++) {
                student.backward(batch, (outputs, images) -> {
                    LossValue value = loss.of(outputs, images);
                    overwriteFreedMemory();
                    return value;
                });
                assertThat(student.gradient(weight)).isEqualTo(undisturbed);
            }
        }
    }

    /// Collects, waits until cleaners have freed direct memory, and puts NaN in its place.
    private static void overwriteFreedMemory() {
        System.gc();
        LockSupport.parkNanos(20_000_000);
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer.allocateDirect(Float.BYTES).putFloat(Float.NaN);
        }
    }

    @Test
    void distillationFromItselfIsZero() {
        try (TrainableGraph student = plain()) {
            Loss loss = Loss.of(Task.IMAGE_CLASSIFICATION, new LossSpec(0, 1, 2, 0), student);
            assertThat(student.backward(batch, loss).loss()).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void refusesDistillationWithoutTeacher() {
        assertThatThrownBy(() -> Loss.of(Task.IMAGE_CLASSIFICATION, new LossSpec(1, 1, 2, 0), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("teacher");
    }

    @Test
    void countsTheImagesWhoseLargestLogitIsTheLabels() {
        try (TrainableGraph student = plain()) {
            // Given
            float[] logits = Networks.logits(student, batch);
            int expected = 0;
            for (int n = 0; n < SIZE; n++) {
                float[] row = row(logits, n);
                float largest = row[0];
                for (float logit : row) {
                    largest = Math.max(largest, logit);
                }
                expected += row[(int) batch.labels()[n]] == largest ? 1 : 0;
            }

            // When
            StepResult result = student.backward(batch, Networks.crossEntropy());

            // Then
            assertThat(result.metrics()).containsEntry("accuracy", (double) expected / SIZE);
            assertThat(expected).isBetween(1, SIZE - 1);
        }
    }

    @Test
    void aLossThatIsNotFiniteEndsTheRunWithStepAndRate() {
        try (TrainableGraph graph = plain()) {
            // Given
            Optimizer sgd = new Sgd(graph, 0, 0);
            Loss loss = Networks.crossEntropy();
            graph.backward(batch, loss);
            sgd.step(0.25);
            float[] weight = graph.read("fc.w");
            weight[0] = Float.NaN;
            graph.write("fc.w", weight);

            // When, then
            assertThatThrownBy(() -> graph.backward(batch, loss))
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.TRAINING_DIVERGED))
                    .hasMessageContaining("step 2")
                    .hasMessageContaining("0.25");
        }
    }

    private double lossOf(LossSpec spec) {
        try (TrainableGraph student = plain()) {
            return student.backward(batch, Loss.of(Task.IMAGE_CLASSIFICATION, spec, LossTest::prediction))
                    .loss();
        }
    }

    /// The formula of [LossSpec], term by term.
    private double expected(LossSpec spec) {
        float[] teacher = teacher(batch);
        float[] student;
        try (TrainableGraph graph = plain()) {
            student = Networks.logits(graph, batch);
        }
        double total = 0;
        for (int n = 0; n < SIZE; n++) {
            double[] p = softmax(row(student, n), 1);
            double crossEntropy = 0;
            for (int k = 0; k < p.length; k++) {
                double target =
                        spec.labelSmoothing() / p.length + (k == batch.labels()[n] ? 1 - spec.labelSmoothing() : 0);
                crossEntropy -= target * Math.log(p[k]);
            }
            double[] q = softmax(row(teacher, n), spec.temperature());
            double[] r = softmax(row(student, n), spec.temperature());
            double divergence = 0;
            for (int k = 0; k < q.length; k++) {
                divergence += q[k] * Math.log(q[k] / r[k]);
            }
            total += spec.labels() * crossEntropy
                    + spec.distillation() * spec.temperature() * spec.temperature() * divergence;
        }
        return total / SIZE;
    }

    /// The linear layer alone: without batch statistics, train mode and eval mode have the same logits.
    private static TrainableGraph plain() {
        return TrainableGraph.compile(Networks.linear(), List.of(), 1);
    }

    private static List<Prediction> prediction(Batch batch) {
        return List.of(new Prediction("logits", new long[] {batch.size(), Networks.CLASSES}, teacher(batch)));
    }

    private static float[] teacher(Batch batch) {
        float[] logits = new float[batch.size() * Networks.CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (2 * Math.sin(1.7 * i));
        }
        return logits;
    }

    private static double[] softmax(float[] logits, double temperature) {
        double sum = 0;
        double[] p = new double[logits.length];
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(logits[k] / temperature);
            sum += p[k];
        }
        double total = sum;
        return Arrays.stream(p).map(value -> value / total).toArray();
    }

    private static float[] row(float[] logits, int n) {
        return Arrays.copyOfRange(logits, n * Networks.CLASSES, (n + 1) * Networks.CLASSES);
    }

    private static org.assertj.core.data.Offset<Double> relative(double value) {
        return within(TOLERANCE * Math.max(1, Math.abs(value)));
    }
}

package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clipping by the norm and the moving average, against five steps that PyTorch made with
/// `clip_grad_norm_`, `SGD` and `AveragedModel`; and against the definition of the norm.
class ClippedOptimizerTest {

    private static final int IMAGES = 6;

    /// float32, gradients with norms up to 6 and weights below 1.
    private static final double TOLERANCE = 1e-5;

    @Test
    void trainsAndAveragesAsPyTorchDoes() {
        JsonNode reference = Reference.of("training");
        try (TrainableGraph graph = TrainableGraph.compile(Networks.linear(), List.of(), 1)) {
            // Given
            graph.write("fc.w", waves(588, 0.37, 0.2));
            graph.write("fc.b", waves(4, 1.1, 0.1));
            Optimizer optimizer = Optimizers.of(spec(1.5), graph);
            WeightAverage average = WeightAverage.of(graph, 0.8);

            // When
            for (JsonNode norm : reference.required("norms")) {
                graph.backward(batch(), Networks.crossEntropy());
                assertThat(norm(graph)).isCloseTo(norm.doubleValue(), within(TOLERANCE));
                optimizer.step(0.1);
                average.update();
            }

            // Then
            assertClose(graph.read("fc.w"), reference.required("weight"));
            assertClose(graph.read("fc.b"), reference.required("bias"));
            average.copyTo(graph);
            assertClose(graph.read("fc.w"), reference.required("average-weight"));
            assertClose(graph.read("fc.b"), reference.required("average-bias"));
        }
    }

    @Test
    void scalesTheGradientOfAllParametersToTheNorm() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            graph.backward(Networks.batch(8, 5), Networks.crossEntropy());
            double norm = norm(graph);
            double limit = norm / 3;
            float[] before = graph.gradient("c1.w");

            // When
            Optimizers.of(spec(limit), graph).step(0.1);

            // Then
            assertThat(norm(graph)).isCloseTo(limit, within(TOLERANCE * norm));
            float[] after = graph.gradient("c1.w");
            for (int i = 0; i < after.length; i++) {
                assertThat((double) after[i]).isCloseTo(before[i] / 3.0, within(TOLERANCE));
            }
        }
    }

    @Test
    void leavesASmallerGradientAlone() {
        assertThat(weights(spec(1e6))).isEqualTo(weights(spec(0)));
        assertThat(weights(spec(0.01))).isNotEqualTo(weights(spec(0)));
    }

    @Test
    void itsStateIsTheClippedOptimizers() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            Optimizer clipped = Optimizers.of(spec(0.5), graph);
            graph.backward(Networks.batch(8, 5), Networks.crossEntropy());
            clipped.step(0.1);
            Optimizer plain = Optimizers.of(spec(0), graph);
            plain.restore(clipped.state());
            assertThat(plain.state()).isEqualTo(clipped.state());
            Optimizer fresh = Optimizers.of(spec(0.5), graph);
            assertThat(fresh.state()).isNotEqualTo(clipped.state());
            fresh.restore(clipped.state());
            assertThat(fresh.state()).isEqualTo(clipped.state());
        }
    }

    private static float[] weights(TrainingSpec spec) {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            Optimizer optimizer = Optimizers.of(spec, graph);
            for (int step = 0; step < 3; step++) {
                graph.backward(Networks.batch(8, 5), Networks.crossEntropy());
                optimizer.step(0.1);
            }
            return graph.read("c1.w");
        }
    }

    private static double norm(TrainableGraph graph) {
        double squares = 0;
        for (Parameter parameter : graph.parameters()) {
            for (float value : graph.gradient(parameter.name())) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    private static TrainingSpec spec(double clipNorm) {
        return new TrainingSpec(TrainingSpec.Optimizer.SGD, 8, 0.1, 0.9, 0, 0, clipNorm, 0, 0);
    }

    private static Batch batch() {
        FloatBuffer images = ByteBuffer.allocateDirect(IMAGES * 147 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        images.put(0, waves(IMAGES * 147, 0.91, 1.5));
        return new Batch(images, new Targets.Labels(new long[] {0, 1, 2, 3, 0, 1}), IMAGES, 3, 7, 7);
    }

    /// As in the script that made the reference.
    private static float[] waves(int count, double frequency, double amplitude) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (amplitude * Math.sin(frequency * (i + 1)));
        }
        return values;
    }

    private static void assertClose(float[] actual, JsonNode expected) {
        double[] values = Reference.doubles(expected);
        assertThat(actual).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) actual[i]).as("[%d]", i).isCloseTo(values[i], within(TOLERANCE));
        }
    }
}

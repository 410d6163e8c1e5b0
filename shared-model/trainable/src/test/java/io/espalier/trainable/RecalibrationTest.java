package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Running statistics of batch normalisation against sums written out in double precision.
class RecalibrationTest {

    /// Float32 convolution of 27 products and sums over some hundred elements.
    private static final double TOLERANCE = 2e-5;

    private static final int CHANNELS = 5;
    private static final int SIZE = Networks.IMAGE;
    private static final int ROWS = SIZE - 1; // padding 0 + 1 around a kernel of 3

    private final List<Batch> batches = List.of(Networks.batch(8, 1), Networks.batch(8, 2), Networks.batch(5, 3));

    /// Mean and unbiased variance of a batch, per channel.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Statistics(double[] mean, double[] variance) {}

    @Test
    void recalibrationAveragesTheBatchesStatistics() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            List<Statistics> expected =
                    batches.stream().map(batch -> statistics(graph, batch)).toList();

            // When
            graph.recalibrateBatchNorm(batches);

            // Then
            for (int c = 0; c < CHANNELS; c++) {
                int channel = c;
                double mean = expected.stream()
                        .mapToDouble(s -> s.mean[channel])
                        .average()
                        .orElseThrow();
                double variance = expected.stream()
                        .mapToDouble(s -> s.variance[channel])
                        .average()
                        .orElseThrow();
                assertThat((double) graph.read("n1.mean")[c]).isCloseTo(mean, within(TOLERANCE));
                assertThat((double) graph.read("n1.var")[c]).isCloseTo(variance, within(TOLERANCE * variance));
            }
        }
    }

    /// ONNX: `running · momentum + batch · (1 − momentum)`, momentum 0.9.
    @Test
    void trainingMovesRunningStatisticsByTheOperatorsMomentum() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            float[] mean = graph.read("n1.mean");
            float[] variance = graph.read("n1.var");
            Statistics batch = statistics(graph, batches.get(0));

            // When
            graph.backward(batches.get(0), Networks.crossEntropy());

            // Then
            for (int c = 0; c < CHANNELS; c++) {
                double expectedMean = 0.9 * mean[c] + 0.1 * batch.mean[c];
                double expectedVariance = 0.9 * variance[c] + 0.1 * batch.variance[c];
                assertThat((double) graph.read("n1.mean")[c]).isCloseTo(expectedMean, within(TOLERANCE));
                assertThat((double) graph.read("n1.var")[c]).isCloseTo(expectedVariance, within(TOLERANCE));
            }
        }
    }

    @Test
    void recalibrationChangesNothingElse() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            Map<String, float[]> before = new LinkedHashMap<>();
            graph.parameters().forEach(parameter -> before.put(parameter.name(), graph.read(parameter.name())));

            // When
            graph.recalibrateBatchNorm(batches);

            // Then
            before.forEach((name, values) -> assertThat(graph.read(name)).containsExactly(values));
        }
    }

    /// The first convolution by its definition, then sums over images and positions.
    private static Statistics statistics(TrainableGraph graph, Batch batch) {
        float[] weight = graph.read("c1.w");
        float[] bias = graph.read("c1.b");
        double[] mean = new double[CHANNELS];
        double[] variance = new double[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            double[] values = new double[batch.size() * ROWS * SIZE];
            for (int i = 0; i < values.length; i++) {
                int image = i / (ROWS * SIZE);
                values[i] = bias[c] + tapSum(weight, c, batch, image, i / SIZE % ROWS, i % SIZE);
                mean[c] += values[i] / values.length;
            }
            for (double value : values) {
                variance[c] += (value - mean[c]) * (value - mean[c]) / (values.length - 1);
            }
        }
        return new Statistics(mean, variance);
    }

    /// `Σ w[out, in, i, j] · x[image, in, row + i, column − 1 + j]`, zero outside: padding is top 0, left 1.
    private static double tapSum(float[] weight, int out, Batch batch, int image, int row, int column) {
        double sum = 0;
        for (int tap = 0; tap < 27; tap++) {
            int in = tap / 9;
            int y = row + tap / 3 % 3;
            int x = column - 1 + tap % 3;
            if (y < SIZE && x >= 0 && x < SIZE) {
                sum += (double) weight[out * 27 + tap] * batch.images().get(((image * 3 + in) * SIZE + y) * SIZE + x);
            }
        }
        return sum;
    }
}

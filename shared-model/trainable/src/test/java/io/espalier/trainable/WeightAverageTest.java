package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.TrainingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The moving average as a recurrence in double precision; its state, and evaluating with it. PyTorch's numbers are in
/// [ClippedOptimizerTest].
class WeightAverageTest {

    private static final double DECAY = 0.9;

    /// A handful of float32 roundings of numbers below 3.
    private static final double TOLERANCE = 1e-6;

    private static final TrainingSpec SPEC = new TrainingSpec(TrainingSpec.Optimizer.SGD, 8, 0.1, 0.9, 0.05);

    @Test
    void followsParametersAndRunningStatistics() {
        for (String tensor : List.of("c1.w", "fc.b", "n1.scale", "n1.mean", "n2.var")) {
            try (TrainableGraph graph = graph()) {
                // Given
                Optimizer optimizer = Optimizers.of(SPEC, graph);
                WeightAverage average = WeightAverage.of(graph, DECAY);
                double[] expected = new double[graph.read(tensor).length];

                // When
                for (int step = 0; step < 6; step++) {
                    train(graph, optimizer, average);
                    float[] weight = graph.read(tensor);
                    for (int i = 0; i < weight.length; i++) {
                        expected[i] = step == 0 ? weight[i] : DECAY * expected[i] + (1 - DECAY) * weight[i];
                    }
                }
                float[] weight = graph.read(tensor);
                average.copyTo(graph);

                // Then
                assertThat(graph.read(tensor)).isNotEqualTo(weight);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) graph.read(tensor)[i])
                            .as("%s[%d]", tensor, i)
                            .isCloseTo(expected[i], within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void startsFromTheWeightsAndThenForgetsThem() {
        try (TrainableGraph graph = graph();
                TrainableGraph other = graph()) {
            WeightAverage average = WeightAverage.of(graph, DECAY);
            other.write("fc.b", new float[4]);
            average.copyTo(other);
            assertThat(other.read("fc.b")).isEqualTo(graph.read("fc.b"));
            train(graph, Optimizers.of(SPEC, graph), average);
            average.copyTo(other);
            assertThat(other.read("fc.b")).isEqualTo(graph.read("fc.b"));
        }
    }

    @Test
    void swappingTwiceChangesNoBit() {
        try (TrainableGraph graph = graph()) {
            // Given
            Optimizer optimizer = Optimizers.of(SPEC, graph);
            WeightAverage average = WeightAverage.of(graph, DECAY);
            train(graph, optimizer, average);
            train(graph, optimizer, average);
            byte[] weights = graph.state();
            byte[] averaged = average.state();

            // When
            average.swap();
            byte[] swapped = graph.state();
            average.swap();

            // Then
            assertThat(swapped).isNotEqualTo(weights);
            assertThat(graph.state()).isEqualTo(weights);
            assertThat(average.state()).isEqualTo(averaged);
        }
    }

    @Test
    void aRestoredAverageGoesOnWithTheSameBits() {
        try (TrainableGraph graph = graph();
                TrainableGraph again = graph()) {
            // Given
            Optimizer optimizer = Optimizers.of(SPEC, graph);
            WeightAverage average = WeightAverage.of(graph, DECAY);
            train(graph, optimizer, average);
            train(graph, optimizer, average);
            WeightAverage resumed = WeightAverage.of(again, DECAY);

            // When
            again.restore(graph.state());
            resumed.restore(average.state());
            Optimizer resumedOptimizer = Optimizers.of(SPEC, again);
            resumedOptimizer.restore(optimizer.state());
            train(graph, optimizer, average);
            train(again, resumedOptimizer, resumed);

            // Then
            assertThat(resumed.state()).isEqualTo(average.state());
        }
    }

    @Test
    void refusesOtherStatesAndDecays() {
        try (TrainableGraph graph = graph()) {
            WeightAverage average = WeightAverage.of(graph, DECAY);
            assertThatThrownBy(() -> average.restore(graph.state())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> WeightAverage.of(graph, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> WeightAverage.of(graph, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void train(TrainableGraph graph, Optimizer optimizer, WeightAverage average) {
        graph.backward(Networks.batch(8, 5), Networks.crossEntropy());
        optimizer.step(0.1);
        average.update();
    }

    private static TrainableGraph graph() {
        return TrainableGraph.compile(Networks.tiny(), List.of(), 1);
    }
}

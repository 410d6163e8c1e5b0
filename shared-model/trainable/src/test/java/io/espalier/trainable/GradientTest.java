package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.trainable.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients in train mode, of every element of every parameter and of every factor.
class GradientTest {

    private static final double STEP = 4e-3;

    /// The loss is float32 and errs by about 4e-7, a quotient so by 1e-4; the third derivative adds about STEP² · 10.
    private static final double ABSOLUTE_TOLERANCE = 4e-4;

    private static final double RELATIVE_TOLERANCE = 0.01;

    /// Share of a gradient's root mean square that quotients may miss where a rectifier or a maximum changes sides
    /// within the step.
    private static final double KINK_TOLERANCE = 0.1;

    private final Batch batch = Networks.batch(6, 3);
    private final Loss loss = Networks.crossEntropy();

    @Test
    void everyParameterAgreesWithCentralDifferences() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.smooth(), Blocks.TILES, 1)) {
            // Given
            graph.setFactors(Blocks.factors(graph.factorCount()));

            // When
            Map<String, float[]> gradients = gradients(graph);

            // Then
            assertThat(gradients)
                    .containsOnlyKeys(
                            "c1.w",
                            "c1.b",
                            "n1.scale",
                            "n1.offset",
                            "c2.w",
                            "c2.b",
                            "n2.scale",
                            "n2.offset",
                            "fc.w",
                            "fc.b");
            gradients.forEach((name, gradient) -> {
                double[] quotients = quotients(graph, name);
                for (int i = 0; i < gradient.length; i++) {
                    assertClose(name + "[" + i + "]", gradient[i], quotients[i]);
                }
            });
        }
    }

    @Test
    void rectifiersAndMaximaPassGradients() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), Blocks.TILES, 1)) {
            // Given
            graph.setFactors(Blocks.factors(graph.factorCount()));

            // When
            Map<String, float[]> gradients = gradients(graph);

            // Then
            gradients.forEach((name, gradient) -> {
                double[] quotients = quotients(graph, name);
                double error = 0;
                double size = 0;
                for (int i = 0; i < gradient.length; i++) {
                    error += Math.pow(gradient[i] - quotients[i], 2) / gradient.length;
                    size += Math.pow(quotients[i], 2) / gradient.length;
                }
                double allowed = ABSOLUTE_TOLERANCE + KINK_TOLERANCE * Math.sqrt(size);
                assertThat(Math.sqrt(error)).as(name).isLessThan(allowed);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.espalier.trainable.BlockFactorTest#patterns")
    void everyFactorAgreesWithCentralDifferences(List<BlockFactor> blocks) {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.smooth(), blocks, 1)) {
            // Given
            float[] factors = Blocks.factors(graph.factorCount());
            graph.setFactors(factors);

            // When
            graph.backward(batch, loss);

            // Then
            float[] gradient = graph.factorGradients();
            assertThat(gradient).hasSize(Blocks.cells(Networks.smooth(), blocks).count());
            double[] quotients = quotients(graph, factors, graph::setFactors);
            for (int i = 0; i < gradient.length; i++) {
                assertClose("factor " + i, gradient[i], quotients[i]);
            }
        }
    }

    private Map<String, float[]> gradients(TrainableGraph graph) {
        graph.backward(batch, loss);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> gradients.put(parameter.name(), graph.gradient(parameter.name())));
        return gradients;
    }

    private double[] quotients(TrainableGraph graph, String parameter) {
        return quotients(graph, graph.read(parameter), values -> graph.write(parameter, values));
    }

    /// `(L(w + h e_i) - L(w - h e_i)) / 2h` for every element `i`.
    private double[] quotients(TrainableGraph graph, float[] values, Consumer<float[]> set) {
        double[] quotients = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double above = lossAt(graph, values, i, STEP, set);
            double below = lossAt(graph, values, i, -STEP, set);
            quotients[i] = (above - below) / (2 * STEP);
        }
        set.accept(values);
        return quotients;
    }

    private double lossAt(TrainableGraph graph, float[] values, int index, double change, Consumer<float[]> set) {
        float[] changed = values.clone();
        changed[index] += (float) change;
        set.accept(changed);
        return graph.backward(batch, loss).loss();
    }

    private static void assertClose(String what, double gradient, double quotient) {
        double tolerance = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(quotient);
        assertThat(gradient).as(what).isCloseTo(quotient, within(tolerance));
    }

    @Test
    void gradientsAreReplacedNotAccumulated() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), Blocks.TILES, 1)) {
            // Given
            graph.backward(batch, loss);
            float[] once = graph.gradient("c1.w");
            float[] onceFactors = graph.factorGradients();

            // When
            graph.backward(batch, loss);

            // Then
            assertThat(graph.gradient("c1.w")).containsExactly(once);
            assertThat(graph.factorGradients()).containsExactly(onceFactors);
        }
    }
}

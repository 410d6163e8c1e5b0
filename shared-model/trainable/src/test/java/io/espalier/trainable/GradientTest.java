package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Gradients in train mode, of every element of every parameter and of every factor.
class GradientTest {

    private static final double STEP = 4e-3;

    /// The loss is float32 and errs by about 4e-7, a quotient so by 1e-4; the third derivative adds about STEP² · 10.
    private static final double ABSOLUTE_TOLERANCE = 4e-4;

    private static final double RELATIVE_TOLERANCE = 0.01;

    /// Share of a gradient's root mean square that quotients may miss where a rectifier or a maximum changes sides
    /// within the step.
    private static final double KINK_TOLERANCE = 0.1;

    /// Exact in real numbers; what is left is the rounding of two orders of summation.
    private static final double CHAIN_RULE_TOLERANCE = 2e-6;

    /// 5 × 3 and 5 × 5 channels in tiles of 2 × 3: ragged at both edges. One weight by channels, one fully connected.
    private static final List<BlockFactor> FACTORS =
            List.of(new BlockFactor("c2.w", 2, 3), new BlockFactor("c1.w", 1, 0), new BlockFactor("fc.w", 3, 2));

    private static final int FACTOR_COUNT = 3 * 2 * 9 + 5 + 2 * 3;

    private final Batch batch = Networks.batch(6, 3);
    private final Loss loss = Loss.of(Networks.CROSS_ENTROPY, (TrainableGraph) null);

    @Test
    void everyParameterAgreesWithCentralDifferences() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.smooth(), FACTORS, 1)) {
            // Given
            graph.setFactors(factors());

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
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), FACTORS, 1)) {
            // Given
            graph.setFactors(factors());

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

    @Test
    void everyFactorAgreesWithCentralDifferences() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.smooth(), FACTORS, 1)) {
            // Given
            float[] factors = factors();
            graph.setFactors(factors);

            // When
            graph.backward(batch, loss);

            // Then
            float[] gradient = graph.factorGradients();
            assertThat(gradient).hasSize(FACTOR_COUNT);
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

    /// With `w̃ = w ⊙ expand(f)` put into a graph without factors: `dL/dw = f ⊙ dL/dw̃`, `dL/df_b = ⟨w_b, dL/dw̃_b⟩`.
    @Test
    void maskedGradientsFollowTheChainRuleOutsideAutograd() {
        float[] factors = factors();
        Graph plain = Networks.tiny();
        try (TrainableGraph masked = TrainableGraph.compile(plain, FACTORS, 1);
                TrainableGraph premultiplied = TrainableGraph.compile(multiplied(plain, factors), List.of(), 1)) {
            // Given
            masked.setFactors(factors);

            // When
            double loss1 = masked.backward(batch, loss).loss();
            double loss2 = premultiplied.backward(batch, loss).loss();

            // Then
            assertThat(loss1).isEqualTo(loss2);
            int offset = 0;
            double[] expected = new double[FACTOR_COUNT];
            for (BlockFactor factor : FACTORS) {
                Tensor weight = plain.constant(factor.parameter()).orElseThrow();
                float[] outer = premultiplied.gradient(factor.parameter());
                float[] inner = masked.gradient(factor.parameter());
                float[] w = weight.floats();
                for (int i = 0; i < w.length; i++) {
                    int cell = offset + cell(factor, weight.shape(), i);
                    expected[cell] += (double) w[i] * outer[i];
                    assertThat((double) inner[i])
                            .isCloseTo((double) factors[cell] * outer[i], within(CHAIN_RULE_TOLERANCE));
                }
                offset += cells(factor, weight.shape());
            }
            float[] gradients = masked.factorGradients();
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) gradients[i])
                        .as("factor %d", i)
                        .isCloseTo(expected[i], within(CHAIN_RULE_TOLERANCE));
            }
        }
    }

    @Test
    void gradientsAreReplacedNotAccumulated() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), FACTORS, 1)) {
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

    @Test
    void exportedWeightsAreExactlyPlusZeroWhereTheFactorIsZero() {
        // Given
        float[] factors = factors();
        for (int i = 0; i < factors.length; i += 2) {
            factors[i] = 0;
        }
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), FACTORS, 1)) {
            graph.setFactors(factors);

            // When
            Graph exported = graph.export();

            // Then
            int offset = 0;
            for (BlockFactor factor : FACTORS) {
                Tensor weight = exported.constant(factor.parameter()).orElseThrow();
                for (int i = 0; i < weight.size(); i++) {
                    boolean removed = factors[offset + cell(factor, weight.shape(), i)] == 0;
                    int bits = Float.floatToRawIntBits(weight.floats()[i]);
                    assertThat(bits == 0).as("%s[%d]", factor.parameter(), i).isEqualTo(removed);
                }
                offset += cells(factor, weight.shape());
            }
        }
    }

    private static float[] factors() {
        SplittableRandom random = new SplittableRandom(11);
        float[] factors = new float[FACTOR_COUNT];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 0.2f + (float) random.nextDouble();
        }
        return factors;
    }

    private static Graph multiplied(Graph graph, float[] factors) {
        Map<String, Tensor> replaced = new LinkedHashMap<>();
        int offset = 0;
        for (BlockFactor factor : FACTORS) {
            Tensor weight = graph.constant(factor.parameter()).orElseThrow();
            float[] values = weight.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factors[offset + cell(factor, weight.shape(), i)];
            }
            replaced.put(factor.parameter(), Tensor.ofFloats(weight.shape(), values));
            offset += cells(factor, weight.shape());
        }
        return graph.withInitializers(replaced);
    }

    /// The grid cell of an element, written out from the definition with explicit indices.
    private static int cell(BlockFactor factor, long[] shape, int element) {
        int taps = shape.length == 4 ? (int) (shape[2] * shape[3]) : 1;
        int tap = element % taps;
        int in = element / taps % (int) shape[1];
        int out = element / (taps * (int) shape[1]);
        if (factor.blockIn() == 0) {
            return out;
        }
        int columns = ((int) shape[1] + factor.blockIn() - 1) / factor.blockIn();
        return (out / factor.blockOut() * columns + in / factor.blockIn()) * taps + tap;
    }

    private static int cells(BlockFactor factor, long[] shape) {
        int last = 0;
        int size = (int) (shape[0] * shape[1] * (shape.length == 4 ? shape[2] * shape[3] : 1));
        for (int i = 0; i < size; i++) {
            last = Math.max(last, cell(factor, shape, i));
        }
        return last + 1;
    }
}

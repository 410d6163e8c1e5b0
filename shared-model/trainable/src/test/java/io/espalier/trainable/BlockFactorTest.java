package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.trainable.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Factors in the graph against weights multiplied before they go in.
class BlockFactorTest {

    /// Exact in real numbers; what is left is the rounding of two orders of summation.
    private static final double TOLERANCE = 2e-6;

    private final Batch batch = Networks.batch(6, 3);
    private final Loss loss = Networks.crossEntropy();
    private final Graph plain = Networks.tiny();
    private final Map<String, int[]> cells = Blocks.cells(plain);

    /// With `w̃ = w ⊙ expand(f)` put into a graph without factors: `dL/dw = f ⊙ dL/dw̃`, `dL/df_b = ⟨w_b, dL/dw̃_b⟩`.
    @Test
    void gradientsFollowTheChainRuleOutsideAutograd() {
        float[] factors = Blocks.factors();
        try (TrainableGraph masked = TrainableGraph.compile(plain, Blocks.FACTORS, 1);
                TrainableGraph premultiplied = TrainableGraph.compile(multiplied(factors), List.of(), 1)) {
            // Given
            masked.setFactors(factors);

            // When
            double lossInside = masked.backward(batch, loss).loss();
            double lossOutside = premultiplied.backward(batch, loss).loss();

            // Then
            assertThat(lossInside).isEqualTo(lossOutside);
            double[] expected = new double[Blocks.COUNT];
            cells.forEach((name, own) -> {
                float[] weight = plain.constant(name).orElseThrow().floats();
                float[] outside = premultiplied.gradient(name);
                float[] inside = masked.gradient(name);
                for (int i = 0; i < own.length; i++) {
                    expected[own[i]] += (double) weight[i] * outside[i];
                    assertClose(name + "[" + i + "]", inside[i], (double) factors[own[i]] * outside[i]);
                }
            });
            float[] gradients = masked.factorGradients();
            for (int i = 0; i < expected.length; i++) {
                assertClose("factor " + i, gradients[i], expected[i]);
            }
        }
    }

    @Test
    void exportedWeightsAreTheProductAndExactlyPlusZeroWhereTheFactorIsZero() {
        // Given
        float[] factors = Blocks.factors();
        for (int i = 0; i < factors.length; i += 2) {
            factors[i] = 0;
        }
        try (TrainableGraph graph = TrainableGraph.compile(plain, Blocks.FACTORS, 1)) {
            graph.setFactors(factors);

            // When
            Graph exported = graph.export();

            // Then
            cells.forEach((name, own) -> {
                float[] before = plain.constant(name).orElseThrow().floats();
                float[] after = exported.constant(name).orElseThrow().floats();
                for (int i = 0; i < own.length; i++) {
                    float product = factors[own[i]] == 0 ? 0f : before[i] * factors[own[i]];
                    assertThat(Float.floatToRawIntBits(after[i]))
                            .as("%s[%d]", name, i)
                            .isEqualTo(Float.floatToRawIntBits(product));
                }
            });
            assertThat(graph.read("c2.w"))
                    .as("the weight itself is kept")
                    .containsExactly(plain.constant("c2.w").orElseThrow().floats());
        }
    }

    @Test
    void aGridCoversRaggedEdges() {
        assertThat(new BlockFactor("w", 8, 8).grid(new long[] {17, 8, 3, 1})).containsExactly(3, 1, 3, 1);
        assertThat(new BlockFactor("w", 8, 8).grid(new long[] {10, 64})).containsExactly(2, 8);
        assertThat(new BlockFactor("w", 1, 0).grid(new long[] {17, 8, 3, 1})).containsExactly(17);
    }

    @Test
    void refusesBlocksWithoutExtent() {
        assertThatThrownBy(() -> new BlockFactor("w", 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockFactor("w", 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockFactor("w", 2, 2).grid(new long[] {5}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Graph multiplied(float[] factors) {
        Map<String, Tensor> replaced = new LinkedHashMap<>();
        cells.forEach((name, own) -> {
            Tensor weight = plain.constant(name).orElseThrow();
            float[] values = weight.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factors[own[i]];
            }
            replaced.put(name, Tensor.ofFloats(weight.shape(), values));
        });
        return plain.withInitializers(replaced);
    }

    private static void assertClose(String what, double actual, double expected) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE));
    }
}

package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.trainable.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Factors in the graph against weights multiplied before they go in.
class BlockFactorTest {

    /// Exact in real numbers; what is left is the rounding of two orders of summation.
    private static final double TOLERANCE = 2e-6;

    private final Batch batch = Networks.batch(6, 3);
    private final Loss loss = Networks.crossEntropy();
    private final Graph plain = Networks.tiny();

    static Stream<List<BlockFactor>> patterns() {
        return Stream.of(Blocks.TILES, Blocks.MATRICES, Blocks.CHANNELS, Blocks.NESTED);
    }

    /// With `w̃ = w ⊙ expand(f)` put into a graph without factors: `dL/dw = f ⊙ dL/dw̃`, `dL/df_b = ⟨w_b, dL/dw̃_b⟩`.
    @ParameterizedTest
    @MethodSource("patterns")
    void gradientsFollowTheChainRuleOutsideAutograd(List<BlockFactor> blocks) {
        Blocks.Cells cells = Blocks.cells(plain, blocks);
        float[] factors = Blocks.factors(cells.count());
        try (TrainableGraph masked = TrainableGraph.compile(plain, blocks, 1);
                TrainableGraph premultiplied = TrainableGraph.compile(multiplied(factors, cells), List.of(), 1)) {
            // Given
            masked.setFactors(factors);

            // When
            double lossInside = masked.backward(batch, loss).loss();
            double lossOutside = premultiplied.backward(batch, loss).loss();

            // Then
            assertThat(lossInside).isEqualTo(lossOutside);
            double[] expected = new double[cells.count()];
            cells.each((name, i, own) -> {
                float weight = plain.constant(name).orElseThrow().floats()[i];
                float outside = premultiplied.gradient(name)[i];
                for (int factor : own) {
                    expected[factor] += (double) weight * outside * Blocks.product(factors, own) / factors[factor];
                }
                double inside = masked.gradient(name)[i];
                assertClose(name + "[" + i + "]", inside, Blocks.product(factors, own) * outside);
            });
            float[] gradients = masked.factorGradients();
            assertThat(gradients).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertClose("factor " + i, gradients[i], expected[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void exportedWeightsAreTheProductAndExactlyPlusZeroWhereTheFactorIsZero(List<BlockFactor> blocks) {
        // Given
        Blocks.Cells cells = Blocks.cells(plain, blocks);
        float[] factors = Blocks.factors(cells.count());
        for (int i = 0; i < factors.length; i += 2) {
            factors[i] = 0;
        }
        try (TrainableGraph graph = TrainableGraph.compile(plain, blocks, 1)) {
            graph.setFactors(factors);

            // When
            Graph exported = graph.export();

            // Then
            cells.each((name, i, own) -> {
                float product = plain.constant(name).orElseThrow().floats()[i];
                for (int factor : own) {
                    product = factors[factor] == 0 ? 0f : product * factors[factor];
                }
                float found = exported.constant(name).orElseThrow().floats()[i];
                assertThat(Float.floatToRawIntBits(found))
                        .as("%s[%d]", name, i)
                        .isEqualTo(Float.floatToRawIntBits(product));
            });
            assertThat(graph.read("c2.w"))
                    .as("the weight itself is kept")
                    .containsExactly(plain.constant("c2.w").orElseThrow().floats());
        }
    }

    /// What the graph computes with factors is what the exported file computes in ONNX Runtime.
    @ParameterizedTest
    @MethodSource("patterns")
    void maskedForwardEqualsTheExportInOnnxRuntime(List<BlockFactor> blocks) {
        float[] factors = Blocks.factors(Blocks.cells(plain, blocks).count());
        for (int i = 0; i < factors.length; i += 3) {
            factors[i] = 0;
        }
        try (TrainableGraph graph = TrainableGraph.compile(plain, blocks, 1)) {
            graph.setFactors(factors);
            float[] inside = Networks.logits(graph, batch);
            try (OnnxRuntime exported = new OnnxRuntime(OnnxFile.write(graph.export()))) {
                assertThat(exported.logits(batch)).containsExactly(inside, within(1e-5f));
            }
        }
    }

    @Test
    void refusesChannelsThatAnotherGridHas() {
        BlockFactor channels = BlockFactor.Channels.of("c1.w", 5);
        assertThatThrownBy(() -> TrainableGraph.compile(plain, List.of(channels, channels), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two factors at 0");
    }

    @Test
    void refusesBlocksWithoutExtent() {
        assertThatThrownBy(() -> new BlockFactor.Tiles("w", 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockFactor.Tiles("w", 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockFactor.Matrix("w", 2, 0, true)).isInstanceOf(IllegalArgumentException.class);
    }

    private Graph multiplied(float[] factors, Blocks.Cells cells) {
        Map<String, float[]> products = new LinkedHashMap<>();
        cells.each((name, i, own) -> {
            float[] values = products.computeIfAbsent(
                    name, unseen -> plain.constant(name).orElseThrow().floats());
            for (int factor : own) {
                values[i] *= factors[factor];
            }
        });
        Map<String, Tensor> replaced = new LinkedHashMap<>();
        products.forEach((name, values) -> replaced.put(
                name, Tensor.ofFloats(plain.constant(name).orElseThrow().shape(), values)));
        return plain.withInitializers(replaced);
    }

    private static void assertClose(String what, double actual, double expected) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE));
    }
}

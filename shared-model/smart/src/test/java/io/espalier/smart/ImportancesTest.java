package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.onnx.Graph;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ImportancesTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    /// Layers of 3 and 2 blocks.
    private final BlockLayout layout = new BlockLayout(
            List.of(new PrunableLayer("a", "a", 3, 1, 1, 1, 1), new PrunableLayer("b", "b", 2, 1, 1, 1, 1)));

    private final double[] scores = {1, 3, 2, 10, 30};

    @Test
    void magnitudeIsTheRootMeanSquareOverRealElements() {
        // Given: `point.weight` is (10, 12, 1, 1); tiles of 8 × 8 leave a corner of 2 × 4
        Graph tiny = TinyModels.network(10, 1);
        BlockLayout point = new BlockLayout(List.of(new PrunableLayer("point", "point.weight", 10, 12, 1, 8, 8)));

        // When
        double[] magnitude = Importances.magnitude(tiny, point);

        // Then
        float[] w = tiny.constant("point.weight").orElseThrow().floats();
        double sum = 0;
        for (int o = 8; o < 10; o++) {
            for (int i = 8; i < 12; i++) {
                sum += (double) w[o * 12 + i] * w[o * 12 + i];
            }
        }
        assertThat(magnitude).hasSize(4);
        assertThat(magnitude[3]).isCloseTo(Math.sqrt(sum / 8), ROUNDING);
    }

    @Test
    void layerMeanMakesEveryLayerAverageOne() {
        assertThat(Importances.normalize(scores, layout, Normalization.LAYER_MEAN))
                .containsExactly(new double[] {0.5, 1.5, 1, 0.5, 1.5}, ROUNDING);
    }

    @Test
    void noneKeepsTheRatiosOfTheWholeNetwork() {
        double mean = 46 / 5.0;
        assertThat(Importances.normalize(scores, layout, Normalization.NONE))
                .containsExactly(new double[] {1 / mean, 3 / mean, 2 / mean, 10 / mean, 30 / mean}, ROUNDING);
    }

    @Test
    void lampIsTheShareOfTheSurvivingEnergy() {
        assertThat(Importances.normalize(scores, layout, Normalization.LAMP))
                .containsExactly(new double[] {1 / 14.0, 1, 4 / 13.0, 0.1, 1}, ROUNDING);
    }

    @Test
    void layersOfZerosStayZero() {
        double[] zeros = new double[5];
        for (Normalization normalization : Normalization.values()) {
            assertThat(Importances.normalize(zeros, layout, normalization)).containsOnly(0);
        }
    }
}

package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.TinyModels;
import org.junit.jupiter.api.Test;

final class RandomWeightsTest {

    private final Graph drawn = RandomWeights.of(TinyModels.network(1000, 1), 5);

    /// 864 weights over 72 products an output; 10,000 over 10.
    @Test
    void varianceIsTwoOverTheFanIn() {
        assertThat(variance("wide.weight")).isCloseTo(2.0 / 72, within(0.2 * 2 / 72));
        assertThat(variance("fc.weight")).isCloseTo(2.0 / 10, within(0.05 * 2 / 10));
        assertThat(variance("depthwise.weight")).isCloseTo(2.0 / 9, within(0.5 * 2 / 9));
    }

    @Test
    void normalisationsAndBiasesStartNeutral() {
        assertThat(values("wide.gamma")).containsOnly(1);
        assertThat(values("wide.beta")).containsOnly(0);
        assertThat(values("wide.mean")).containsOnly(0);
        assertThat(values("wide.var")).containsOnly(1);
        assertThat(values("fc.bias")).containsOnly(0);
    }

    @Test
    void theSeedDecidesAndTheGivenWeightsDoNot() {
        Graph other = TinyModels.network(1000, 2);

        assertThat(OnnxFile.write(RandomWeights.of(other, 5))).isEqualTo(OnnxFile.write(drawn));
        assertThat(OnnxFile.write(RandomWeights.of(other, 6))).isNotEqualTo(OnnxFile.write(drawn));
    }

    private double variance(String weight) {
        double sum = 0;
        for (float value : values(weight)) {
            sum += value * value;
        }
        return sum / values(weight).length;
    }

    private float[] values(String name) {
        return drawn.constant(name).orElseThrow().floats();
    }
}

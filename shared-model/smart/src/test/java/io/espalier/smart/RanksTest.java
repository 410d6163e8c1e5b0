package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RanksTest {

    @Test
    void liesEvenlyAroundOneInTheOrderOfTheValues() {
        assertThat(Ranks.spread(new double[] {1e-9, 1e9, 3, 2})).containsExactly(0.625, 1.375, 1.125, 0.875);
    }

    @Test
    void equalValuesStayEqual() {
        double[] scores = Ranks.spread(new double[] {5, 0, 5, -0.0, 7});
        assertThat(scores[0]).isEqualTo(scores[2]).isLessThan(scores[4]);
        assertThat(scores[1]).isEqualTo(scores[3]).isLessThan(scores[0]);
        assertThat(Ranks.spread(new double[] {4, 4, 4})).containsExactly(1, 1, 1);
    }

    @Test
    void dependsOnNothingButTheOrder() {
        double[] values = new Random(3).doubles(1000).toArray();
        double[] bent = Arrays.stream(values).map(value -> Math.exp(40 * value)).toArray();
        assertThat(Ranks.spread(bent)).isEqualTo(Ranks.spread(values));
        assertThat(Arrays.stream(Ranks.spread(values)).average().orElseThrow()).isCloseTo(1, within(1e-12));
    }
}

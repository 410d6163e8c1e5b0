package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SampledStartTest {

    private static final int N = 100_000;
    private static final double TEMPERATURE = 0.01;

    private static double[] gaussians(int n) {
        Random random = new Random(1);
        double[] scores = new double[n];
        Arrays.setAll(scores, i -> random.nextGaussian());
        return scores;
    }

    private static double[] costs(int n) {
        return new Random(2).doubles(n, 0.5, 2).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void comesNearTheThresholdOfAll(SoftOperator operator) {
        double[] costs = costs(N);
        double budget = 0.3 * Arrays.stream(costs).sum();
        double exact = new SoftTopK(operator, costs, budget)
                .mask(gaussians(N), TEMPERATURE)
                .threshold();

        double start = new SampledStart(operator, costs, budget).threshold(gaussians(N), TEMPERATURE, 5);

        // 6,250 samples: the 0.7 quantile of Gaussians deviates by √(0.21/6250)/0.348 = 0.017, with costs 0.018
        assertThat(start).isCloseTo(exact, within(4 * 0.018)).isNotEqualTo(exact);
    }

    @ParameterizedTest
    @EnumSource
    void leavesAGuessThatIsAsGood(SoftOperator operator) {
        double[] costs = costs(N);
        double budget = 0.3 * Arrays.stream(costs).sum();
        double exact = new SoftTopK(operator, costs, budget)
                .mask(gaussians(N), TEMPERATURE)
                .threshold();

        assertThat(new SampledStart(operator, costs, budget).threshold(gaussians(N), TEMPERATURE, exact))
                .isEqualTo(exact);
    }

    @ParameterizedTest
    @EnumSource
    void leavesShortProblemsAlone(SoftOperator operator) {
        assertThat(new SampledStart(operator, costs(100), 30).threshold(gaussians(100), TEMPERATURE, 5))
                .isEqualTo(5);
    }
}

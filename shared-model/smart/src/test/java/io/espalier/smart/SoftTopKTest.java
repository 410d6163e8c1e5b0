package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SoftTopKTest {

    private static final int MILLION = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, 1, 1e-6",
        "SIGMOID, 500000, 1e-2",
        "SIGMOID, 999999, 1e-2",
        "SIGMOID, 300000.5, 1",
        "LAPSUM, 999999, 1e-6",
        "CAPPED_SIMPLEX, 1, 1e-6",
        "CAPPED_SIMPLEX, 999999, 1e-3",
        "CAPPED_SIMPLEX, 1, 1e8"
    })
    void meetsTheBudgetOnAMillionScores(SoftOperator operator, double k, double temperature) {
        // Given
        Random random = new Random(7);
        double[] scores = new double[MILLION];
        Arrays.setAll(scores, i -> random.nextGaussian());

        // When
        SoftMask mask = SoftTopK.unweighted(operator, MILLION, k).mask(scores, temperature);

        // Then
        assertThat(mask.total()).isCloseTo(k, within(1e-10 * k));
        assertThat(Arrays.stream(mask.values()).allMatch(f -> f >= 0 && f <= 1)).isTrue();
        assertThat(Arrays.stream(mask.gradient(scores)).allMatch(Double::isFinite))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void sharesTheThresholdAmongTies(SoftOperator operator) {
        double[] f = SoftTopK.unweighted(operator, 5, 2)
                .mask(new double[] {1, 1, 1, 0, 0}, 1e-6)
                .values();
        assertThat(f).containsExactly(new double[] {2 / 3.0, 2 / 3.0, 2 / 3.0, 0, 0}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void hasNoGradientWhereSaturatedInsteadOfNaN(SoftOperator operator) {
        SoftMask mask = SoftTopK.unweighted(operator, 4, 2).mask(new double[] {3, 2, 1, 0}, 1e-4);
        assertThat(mask.isSaturated()).isTrue();
        assertThat(mask.values()).containsExactly(1, 1, 0, 0);
        assertThat(mask.gradient(new double[] {1, -2, 3, -4})).containsOnly(0);
        assertThat(mask.shadowPrice(new double[] {1, -2, 3, -4})).isZero();
        assertThat(mask.temperatureGradient(new double[] {1, -2, 3, -4}, new double[] {3, 2, 1, 0}))
                .isZero();
    }

    /// At `τ = 1e-3` an implementation on an automatic differentiation tape gave NaN.
    @ParameterizedTest
    @EnumSource
    void hasAFiniteGradientAtLowTemperature(SoftOperator operator) {
        double[] scores = new Random(3).doubles(1000).toArray();
        double[] cotangent = new Random(4).doubles(1000).toArray();
        double[] gradient =
                SoftTopK.unweighted(operator, 1000, 300.5).mask(scores, 1e-3).gradient(cotangent);
        assertThat(Arrays.stream(gradient)).allMatch(Double::isFinite);
        assertThat(Arrays.stream(gradient).map(Math::abs).max().orElse(0)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void costsOfOneGiveTheUnweightedOperatorBitForBit(SoftOperator operator) {
        double[] scores = new Random(5).doubles(100).toArray();
        double[] ones = new double[100];
        Arrays.fill(ones, 1.0);
        assertThat(new SoftTopK(operator, ones, 30).mask(scores, 0.1).values())
                .containsExactly(
                        SoftTopK.unweighted(operator, 100, 30).mask(scores, 0.1).values());
    }

    @ParameterizedTest
    @EnumSource
    void countsUndecidedBlocks(SoftOperator operator) {
        SoftMask even = SoftTopK.unweighted(operator, 8, 2).mask(new double[8], 1);
        assertThat(even.softCount()).isCloseTo(4 * 8 * 0.25 * 0.75, within(1e-12));
        assertThat(even.threshold())
                .isCloseTo(
                        switch (operator) {
                            case SIGMOID -> Math.log(3);
                            case CAPPED_SIMPLEX -> 0.25;
                            case LAPSUM -> Math.log(2);
                        },
                        within(1e-12));
    }

    /// A Newton step too small to move the root once sent the search back to the far end of the bracket.
    @ParameterizedTest
    @CsvSource({"1, 6", "0.1, 8", "0.01, 9", "0.001, 13"})
    void needsFewPassesOverTheScores(double temperature, int most) {
        double[] scores = new Random(1).doubles(10_000).toArray();
        double[] costs = new double[10_000];
        Arrays.fill(costs, 1);
        Squash squash = new Sigmoid(costs, 5000);

        double t = squash.root(scores, 0, temperature, 0);
        assertThat(squash.evaluations()).isLessThanOrEqualTo(most);

        squash.root(scores, 0, 0.98 * temperature, squash.pivot() - t * temperature);
        assertThat(squash.evaluations()).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void solvesAgainInTheSameArrays(SoftOperator operator) {
        // Given
        SoftTopK topK = SoftTopK.unweighted(operator, 50, 20);
        SoftMask again = topK.solver();
        double[] first = new Random(8).doubles(50).toArray();
        double[] second = new Random(9).doubles(50).toArray();

        // When
        again.solve(first, 0.3, 0).solve(second, 0.1, 0);

        // Then
        SoftMask fresh = topK.mask(second, 0.1);
        double[] values = new double[52];
        again.valuesInto(values, 2);
        assertThat(Arrays.copyOfRange(values, 2, 52)).containsExactly(fresh.values());
        double[] gradient = first.clone();
        again.gradientInto(gradient, gradient);
        assertThat(gradient).containsExactly(fresh.gradient(first));
        assertThat(again.softCount()).isEqualTo(fresh.softCount());
    }

    @Test
    void refusesBudgetsThatNoMaskHas() {
        assertThatThrownBy(() -> SoftTopK.unweighted(4, 4)).hasMessageContaining("budget must be in (0, 4.0), was 4.0");
        assertThatThrownBy(() -> SoftTopK.unweighted(4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SoftTopK(new double[] {1, 0}, 0.5)).hasMessageContaining("cost");
    }

    @Test
    void refusesScoresThatAreNotNumbers() {
        SoftTopK operator = SoftTopK.unweighted(2, 1);
        assertThatThrownBy(() -> operator.mask(new double[] {1, Double.NaN}, 1)).hasMessageContaining("finite");
        assertThatThrownBy(() -> operator.mask(new double[] {1, 2}, 0)).hasMessageContaining("temperature");
    }
}

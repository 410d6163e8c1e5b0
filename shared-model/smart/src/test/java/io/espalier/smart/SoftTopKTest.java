package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoftTopKTest {

    private static final int MILLION = 1_000_000;

    @ParameterizedTest
    @CsvSource({"1, 1e-6", "500000, 1e-2", "999999, 1e-6", "300000.5, 1"})
    void meetsTheBudgetOnAMillionScores(double k, double temperature) {
        // Given
        Random random = new Random(7);
        double[] scores =
                random.doubles(MILLION).map(ignored -> random.nextGaussian()).toArray();

        // When
        double[] f = SoftTopK.unweighted(MILLION, k).mask(scores, temperature).values();

        // Then
        assertThat(CompensatedSum.of(f)).isCloseTo(k, within(1e-10 * k));
        assertThat(Arrays.stream(f)).allMatch(value -> value >= 0 && value <= 1);
    }

    @Test
    void sharesTheThresholdAmongTies() {
        double[] f = SoftTopK.unweighted(5, 2)
                .mask(new double[] {1, 1, 1, 0, 0}, 1e-6)
                .values();
        assertThat(f).containsExactly(new double[] {2 / 3.0, 2 / 3.0, 2 / 3.0, 0, 0}, within(1e-12));
    }

    @Test
    void hasNoGradientWhereSaturatedInsteadOfNaN() {
        SoftMask mask = SoftTopK.unweighted(4, 2).mask(new double[] {3, 2, 1, 0}, 1e-4);
        assertThat(mask.isSaturated()).isTrue();
        assertThat(mask.values()).containsExactly(1, 1, 0, 0);
        assertThat(mask.gradient(new double[] {1, -2, 3, -4})).containsOnly(0);
        assertThat(mask.shadowPrice(new double[] {1, -2, 3, -4})).isZero();
    }

    /// At `τ = 1e-3` an implementation on an automatic differentiation tape gave NaN.
    @Test
    void hasAFiniteGradientAtLowTemperature() {
        double[] scores = new Random(3).doubles(1000).toArray();
        double[] cotangent = new Random(4).doubles(1000).toArray();
        double[] gradient = SoftTopK.unweighted(1000, 300).mask(scores, 1e-3).gradient(cotangent);
        assertThat(Arrays.stream(gradient)).allMatch(Double::isFinite);
        assertThat(Arrays.stream(gradient).map(Math::abs).max().orElse(0)).isPositive();
    }

    @Test
    void costsOfOneGiveTheUnweightedOperatorBitForBit() {
        double[] scores = new Random(5).doubles(100).toArray();
        double[] ones = new double[100];
        Arrays.fill(ones, 1.0);
        assertThat(new SoftTopK(ones, 30).mask(scores, 0.1).values())
                .containsExactly(SoftTopK.unweighted(100, 30).mask(scores, 0.1).values());
    }

    @Test
    void countsUndecidedBlocks() {
        SoftMask even = SoftTopK.unweighted(8, 4).mask(new double[8], 1);
        assertThat(even.softCount()).isCloseTo(8, within(1e-12));
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

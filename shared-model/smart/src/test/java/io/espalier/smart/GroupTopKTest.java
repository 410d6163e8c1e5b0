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

/// The batch against one [SoftTopK] a group.
final class GroupTopKTest {

    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, 2, 4, 0.3",
        "SIGMOID, 1, 4, 1e-6",
        "SIGMOID, 7, 8, 1e-3",
        "SIGMOID, 2, 4, 1e6",
        "CAPPED_SIMPLEX, 2, 4, 0.3",
        "CAPPED_SIMPLEX, 4, 16, 1e-3",
        "LAPSUM, 2, 4, 0.3",
        "LAPSUM, 1, 2, 1e-6"
    })
    void everyGroupIsASoftTopKOfItsOwn(SoftOperator operator, int kept, int size, double temperature) {
        // Given
        int n = 5 * size + kept + 1; // the last group is ragged and still has a choice, or is whole
        double[] scores = new Random(1).doubles(n).toArray();
        double[] cotangent = new Random(2).doubles(n).toArray();

        // When
        GroupTopK groups = new GroupTopK(operator, n, kept, size).solve(scores, temperature);
        double[] values = new double[n];
        groups.valuesInto(values, 0);
        double[] gradient = new double[n];
        groups.gradientInto(cotangent, gradient);

        // Then
        double softCount = 0;
        for (int begin = 0; begin < n; begin += size) {
            int end = Math.min(begin + size, n);
            SoftMask own = SoftTopK.unweighted(operator, end - begin, kept)
                    .mask(Arrays.copyOfRange(scores, begin, end), temperature);
            softCount += own.softCount();
            assertThat(Arrays.copyOfRange(values, begin, end)).containsExactly(own.values(), within(TOLERANCE));
            assertThat(Arrays.stream(values, begin, end).sum()).isCloseTo(kept, within(1e-10 * kept));
            assertThat(Arrays.copyOfRange(gradient, begin, end))
                    .containsExactly(
                            own.gradient(Arrays.copyOfRange(cotangent, begin, end)), within(TOLERANCE / temperature));
        }
        assertThat(groups.softCount()).isCloseTo(softCount, within(TOLERANCE * n));
    }

    @Test
    void keepsAllOfALastGroupThatIsNotLargerThanN() {
        double[] scores = {1, 2, 3, 4, 9, 8};
        GroupTopK groups = new GroupTopK(SoftOperator.SIGMOID, 6, 2, 4).solve(scores, 0.5);
        double[] gradient = new double[6];
        groups.gradientInto(new double[] {1, 2, 3, 4, 5, 6}, gradient);

        assertThat(groups.groups()).isEqualTo(2);
        assertThat(groups.value(4)).isEqualTo(1);
        assertThat(groups.value(5)).isEqualTo(1);
        assertThat(gradient[4]).isZero();
        assertThat(gradient[0]).isNotZero();
        boolean[] selected = new boolean[6];
        groups.selectInto(scores, selected);
        assertThat(selected).containsExactly(false, false, true, true, true, true);
    }

    @Test
    void selectsWhatTheHardTopKOfEachGroupSelects() {
        Random random = new Random(3);
        double[] scores = random.ints(400, 0, 4).asDoubleStream().toArray(); // many ties
        boolean[] selected = new boolean[400];
        new GroupTopK(SoftOperator.SIGMOID, 400, 3, 8).selectInto(scores, selected);
        for (int begin = 0; begin < 400; begin += 8) {
            assertThat(Arrays.copyOfRange(selected, begin, begin + 8))
                    .containsExactly(HardTopK.select(Arrays.copyOfRange(scores, begin, begin + 8), 3));
        }
    }

    @Test
    void hasNoGradientInASaturatedGroup() {
        double[] scores = {3, 2, 1, 0, 1, 1, 1, 1};
        double[] gradient = {1, 2, 3, 4, 1, 2, 3, 4};
        GroupTopK groups = new GroupTopK(SoftOperator.SIGMOID, 8, 2, 4).solve(scores, 1e-4);
        groups.gradientInto(gradient, gradient);
        assertThat(Arrays.copyOf(gradient, 4)).containsOnly(0);
        assertThat(Arrays.copyOfRange(gradient, 4, 8))
                .containsExactly(new double[] {-3750, -1250, 1250, 3750}, within(1e-6));
    }

    @Test
    void refusesWhatIsNoGroup() {
        assertThatThrownBy(() -> new GroupTopK(SoftOperator.SIGMOID, 8, 4, 4))
                .hasMessageContaining("kept must be in [1, groupSize = 4), was 4");
        GroupTopK groups = new GroupTopK(SoftOperator.SIGMOID, 8, 2, 4);
        assertThatThrownBy(() -> groups.solve(new double[7], 1)).hasMessageContaining("8 elements, one has 7");
        assertThatThrownBy(() -> groups.solve(new double[8], 0)).hasMessageContaining("temperature");
        double[] scores = new double[8];
        scores[6] = Double.NaN;
        assertThatThrownBy(() -> groups.solve(scores, 1)).hasMessageContaining("finite");
    }
}

package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemperatureSearchTest {

    @ParameterizedTest
    @EnumSource
    void findsTheTemperatureOfASoftCount(SoftOperator kind) {
        // Given
        CountedMask mask = new CountedMask(SoftTopK.unweighted(kind, 500, 150), uniform(500));

        for (double target : new double[] {250, 40, 1.5}) {
            // When
            double temperature = TemperatureSearch.solve(mask, target, 0.1, 1).temperature();

            // Then
            assertThat(mask.at(temperature)).isCloseTo(target, within(5e-3 * target));
        }
    }

    @Test
    void theRootIsNearerThanWhatWasTried() {
        CountedMask mask = new CountedMask(SoftTopK.unweighted(5000, 2500), uniform(5000));
        double warm = TemperatureSearch.solve(mask, 501.5, 1, 1).root();
        TemperatureSearch.Found found = TemperatureSearch.solve(mask, 500, warm, 1);
        assertThat(found.temperature()).isEqualTo(warm);
        assertThat(mask.at(found.root())).isCloseTo(500, within(0.01));
    }

    private static double[] uniform(int n) {
        return new Random(1).doubles(n).toArray();
    }

    /// From the temperature of a count that is larger by the first number.
    @ParameterizedTest
    @CsvSource({"1.02, 2", "1.3, 3", "10, 5"})
    void needsFewSolutionsFromAWarmStart(double ratio, int most) {
        CountedMask mask = new CountedMask(SoftTopK.unweighted(5000, 2500), uniform(5000));
        for (double target : new double[] {400, 100, 50}) {
            double warm = TemperatureSearch.solve(mask, ratio * target, 1, 1).temperature();
            int before = mask.solutions();
            TemperatureSearch.solve(mask, target, warm, 1);
            assertThat(mask.solutions() - before).as("for %s", target).isLessThanOrEqualTo(most);
        }
    }

    /// Four equal scores around rank 2 stay undecided at every temperature: the search ends at its lower bound.
    @Test
    void endsWhenTiesKeepTheCountUp() {
        CountedMask mask = new CountedMask(SoftTopK.unweighted(5, 2), new double[] {1, 1, 1, 1, 0});
        double temperature = TemperatureSearch.solve(mask, 0.1, 1, 1).temperature();
        assertThat(temperature).isPositive().isLessThan(1e-9);
        assertThat(mask.at(temperature)).isCloseTo(4, within(1e-6));
    }

    /// Half of the scores at 0 and half at 1: far below the gap the count is next to nothing, and so is its slope.
    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-4, 2e-3, 0.1, 100})
    void warmsUpFromAMaskThatIsTooHard(double warm) {
        double[] scores = new double[1000];
        Arrays.fill(scores, 500, 1000, 1);
        CountedMask mask = new CountedMask(SoftTopK.unweighted(1000, 500), scores);

        double temperature = TemperatureSearch.solve(mask, 5, warm, 1).temperature();

        assertThat(mask.solutions()).isLessThanOrEqualTo(40);
        assertThat(mask.at(temperature)).isCloseTo(5, within(0.025));
    }

    /// A step from the bound, where ties have driven the temperature, tries the bound and no more.
    @Test
    void triesABoundOnce() {
        double[] scores = uniform(1000);
        Arrays.fill(scores, 400, 600, 0.5);
        CountedMask mask = new CountedMask(SoftTopK.unweighted(1000, 500), scores);
        double bound = TemperatureSearch.solve(mask, 100, 1, 1).temperature();
        int before = mask.solutions();

        assertThat(TemperatureSearch.solve(mask, 100, bound, 0.997).temperature())
                .isLessThan(bound);
        assertThat(mask.solutions() - before).isLessThanOrEqualTo(3);
    }

    /// Half of five is reached at no temperature: equal scores give 4·2·3/5.
    @Test
    void endsAtTheHottestWhereNoTemperatureIsHotEnough() {
        CountedMask mask = new CountedMask(SoftTopK.unweighted(5, 2), new double[] {5, 4, 3, 2, 1});
        assertThat(TemperatureSearch.solve(mask, 4.9, 1, 4).temperature()).isCloseTo(4e3, within(1e-6));
    }

    /// Between 7 and 3 the count jumps, and no Newton's step sees it.
    @Test
    void closesInOnAJump() {
        SoftCount jump = new SoftCount() {
            @Override
            public double at(double temperature) {
                return temperature < 0.03 ? 3 : 7;
            }

            @Override
            public double derivative() {
                return 0;
            }
        };
        assertThat(TemperatureSearch.solve(jump, 5, 1, 1).temperature()).isCloseTo(0.03, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void derivativeIsThatOfDifferences(SoftOperator kind) {
        double[] costs = new Random(3).doubles(60, 0.5, 4).toArray();
        CountedMask mask = new CountedMask(
                new SoftTopK(kind, costs, 50), new Random(4).doubles(60).toArray());
        for (double temperature : new double[] {0.01, 0.1, 1, 10}) {
            double h = 1e-5;
            double central = (mask.at(temperature * Math.exp(h)) - mask.at(temperature * Math.exp(-h))) / (2 * h);
            mask.at(temperature);
            assertThat(mask.derivative()).as("at %s", temperature).isCloseTo(central, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativeOfGroupsIsTheSumOfTheirs(SoftOperator kind) {
        // Given
        double[] scores = new Random(5).doubles(14).toArray();
        GroupTopK groups = new GroupTopK(kind, 14, 2, 4);
        GroupTopK other = new GroupTopK(kind, 14, 2, 4);

        for (double temperature : new double[] {0.01, 0.1, 1}) {
            // When
            groups.solve(scores, temperature);

            // Then
            double h = 1e-5;
            double up = other.solve(scores, temperature * Math.exp(h)).softCount();
            double down = other.solve(scores, temperature * Math.exp(-h)).softCount();
            assertThat(groups.softCountDerivative(scores)).isCloseTo((up - down) / (2 * h), within(1e-6));
        }
    }
}

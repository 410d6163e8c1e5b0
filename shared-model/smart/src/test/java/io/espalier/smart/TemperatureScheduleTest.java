package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.SoftOperator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TemperatureScheduleTest {

    @Test
    void fallsGeometricallyFromHalfOfTheBlocksToOnePerCentOfTheKept() {
        TemperatureSchedule schedule = new TemperatureSchedule(4176, 2088, 101);
        assertThat(schedule.softCount(0)).isCloseTo(2088, within(1e-9));
        assertThat(schedule.softCount(50)).isCloseTo(Math.sqrt(2088 * 20.88), within(1e-9));
        assertThat(schedule.softCount(100)).isCloseTo(20.88, within(1e-9));
        assertThat(schedule.softCount(1000)).isCloseTo(20.88, within(1e-9));
    }

    @Test
    void startsAtHalfOfWhatABudgetAllows() {
        double most = 4 * 10.0 * 990 / 1000;
        assertThat(new TemperatureSchedule(1000, 10, 10).softCount(0)).isCloseTo(0.5 * most, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void findsTheTemperatureOfASoftCount(SoftOperator kind) {
        // Given
        double[] scores = new Random(1).doubles(500).toArray();
        SoftTopK operator = SoftTopK.unweighted(kind, 500, 150);

        for (double target : new double[] {250, 40, 1.5}) {
            // When
            double temperature =
                    TemperatureSchedule.solve(t -> operator.mask(scores, t).softCount(), target, 0.1, 1);

            // Then
            assertThat(operator.mask(scores, temperature).softCount()).isCloseTo(target, within(5e-3 * target));
        }
    }

    @Test
    void needsFewEvaluationsFromAWarmStart() {
        double[] scores = new Random(2).doubles(500).toArray();
        SoftTopK operator = SoftTopK.unweighted(500, 250);
        double warm = TemperatureSchedule.solve(t -> operator.mask(scores, t).softCount(), 100, 1, 1);
        int[] evaluations = {0};
        TemperatureSchedule.solve(
                t -> {
                    evaluations[0]++;
                    return operator.mask(scores, t).softCount();
                },
                98,
                warm,
                1);
        assertThat(evaluations[0]).isLessThanOrEqualTo(14);
    }

    /// Four equal scores around rank 2 stay undecided at every temperature: the search ends at its lower bound.
    @Test
    void endsWhenTiesKeepTheCountUp() {
        double[] scores = {1, 1, 1, 1, 0};
        SoftTopK operator = SoftTopK.unweighted(5, 2);
        double temperature =
                TemperatureSchedule.solve(t -> operator.mask(scores, t).softCount(), 0.1, 1, 1);
        assertThat(temperature).isPositive().isLessThan(1e-9);
        assertThat(operator.mask(scores, temperature).softCount()).isCloseTo(4, within(1e-6));
    }
}

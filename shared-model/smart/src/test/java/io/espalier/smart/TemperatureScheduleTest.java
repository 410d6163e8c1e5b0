package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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
}

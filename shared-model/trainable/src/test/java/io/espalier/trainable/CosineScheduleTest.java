package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {

    private final CosineSchedule schedule = new CosineSchedule(0.4, 60);

    @Test
    void goesFromThePeakToZero() {
        assertThat(schedule.at(0)).isEqualTo(0.4);
        assertThat(schedule.at(20)).isCloseTo(0.3, within(1e-15)); // cos 60° = 1/2
        assertThat(schedule.at(30)).isCloseTo(0.2, within(1e-15));
        assertThat(schedule.at(40)).isCloseTo(0.1, within(1e-15));
        assertThat(schedule.at(60)).isZero();
        assertThat(schedule.at(61)).isZero();
    }

    @Test
    void neverRises() {
        for (long step = 0; step < 60; step++) {
            assertThat(schedule.at(step + 1)).isLessThan(schedule.at(step));
        }
    }

    @Test
    void refusesNoStepsAndNoRate() {
        assertThatThrownBy(() -> new CosineSchedule(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CosineSchedule(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

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
    void risesInEqualStepsBeforeTheCosine() {
        CosineSchedule warmed = new CosineSchedule(0.4, 64, 4);
        for (long step = 0; step <= 4; step++) {
            assertThat(warmed.at(step)).isCloseTo(0.08 * (step + 1), within(1e-15));
        }
        for (long step = 4; step <= 64; step++) {
            assertThat(warmed.at(step)).isEqualTo(schedule.at(step - 4));
        }
    }

    @Test
    void withoutWarmupIsTheCosineToTheBit() {
        CosineSchedule unwarmed = new CosineSchedule(0.4, 60, 0);
        for (long step = 0; step <= 60; step++) {
            double cosine = 0.4 / 2 * (1 + StrictMath.cos(Math.PI * Math.min(1.0, (double) step / 60)));
            assertThat(unwarmed.at(step)).isEqualTo(cosine);
        }
    }

    @Test
    void aPhaseShorterThanItsWarmupOnlyRises() {
        CosineSchedule warmed = new CosineSchedule(0.4, 3, 7);
        assertThat(warmed.at(0)).isCloseTo(0.05, within(1e-15));
        assertThat(warmed.at(2)).isCloseTo(0.15, within(1e-15));
        assertThat(warmed.at(3)).isZero();
    }

    @Test
    void refusesNoStepsAndNoRate() {
        assertThatThrownBy(() -> new CosineSchedule(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CosineSchedule(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CosineSchedule(0.1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}

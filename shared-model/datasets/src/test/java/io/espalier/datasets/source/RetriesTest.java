package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Retries RETRIES =
            new Retries(6, Duration.ofMillis(100), Duration.ofMillis(1_000), Duration.ofSeconds(1));

    @Test
    void waitsTwiceAsLongEachTime() {
        long[] most = {100, 200, 400, 800, 1_000};
        for (int failures = 1; failures <= 5; failures++) {
            for (int draw = 0; draw < 100; draw++) {
                long millis =
                        RETRIES.delay(failures, Optional.empty()).orElseThrow().toMillis();
                assertThat(millis).isBetween(most[failures - 1] / 2, most[failures - 1]);
            }
        }
        assertThat(RETRIES.delay(6, Optional.empty())).isEmpty();
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        assertThat(RETRIES.delay(1, Optional.of(Duration.ofMillis(777)))).contains(Duration.ofMillis(777));
        assertThat(RETRIES.delay(1, Optional.of(Duration.ofMillis(1_001)))).isEmpty();
    }

    @Test
    void readsSecondsAndDates() {
        Instant now = Instant.parse("1994-11-06T08:49:30Z");
        assertThat(Retries.retryAfter("121", now)).contains(Duration.ofSeconds(121));
        assertThat(Retries.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now)).contains(Duration.ofSeconds(7));
        assertThat(Retries.retryAfter("Sun, 06 Nov 1994 08:49:00 GMT", now)).contains(Duration.ZERO);
        assertThat(Retries.retryAfter("soon", now)).isEmpty();
        assertThat(Retries.retryAfter("", now)).isEmpty();
    }
}

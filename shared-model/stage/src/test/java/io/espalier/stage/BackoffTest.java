package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.Stage;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), 4, Duration.ofSeconds(100));

    /// The bounds written out by hand from the formula.
    @ParameterizedTest
    @CsvSource({"1, 1000, 2000", "2, 4000, 8000", "3, 16000, 32000", "4, 50000, 100000", "9, 50000, 100000"})
    void drawsFromTheUpperHalfOfAnExponentialBound(int attempt, long leastMillis, long mostMillis) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(attempt);

        for (int draw = 0; draw < 1000; draw++) {
            assertThat(BACKOFF.after(attempt, random).toMillis()).isBetween(leastMillis, mostMillis);
        }
    }

    @Test
    void spreadsWorkersThatFailedTogether() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

        assertThat(BACKOFF.after(3, random)).isNotEqualTo(BACKOFF.after(3, random));
    }

    /// 1 + 2 + 4 + 8 + 4 · 15 s: the bound that the worker's documentation gives.
    @Test
    void holdsAStageForLittleMoreThanAMinute() {
        RandomGenerator longest = () -> -1L; // nextDouble() just below 1
        int pauses = WorkerSettings.of(KafkaSettings.of("127.0.0.1:7092"), Stage.PRUNING)
                        .maxAttempts()
                - 1;

        long millis = IntStream.rangeClosed(1, pauses)
                .mapToLong(attempt -> Backoff.DEFAULT.after(attempt, longest).toMillis())
                .sum();

        assertThat(millis).isEqualTo(75_000);
    }

    @Test
    void refusesPausesThatShrink() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), 0.5, Duration.ofSeconds(3)))
                .hasMessageContaining("factor >= 1");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(1)))
                .hasMessageContaining("first <= longest");
    }
}

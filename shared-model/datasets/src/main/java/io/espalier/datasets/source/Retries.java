package io.espalier.datasets.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How long a download waits before it asks again.
///
/// The wait before attempt `k + 1` is `U(0.5, 1) · min(first · 2^k, longest)`, or what the server asks for.
///
/// @param attempts that may fail in a row without a byte of progress
/// @param first    the first wait
/// @param longest  no wait is longer; a server that asks for more is not waited for
/// @param idle     how long a server may send nothing
record Retries(int attempts, Duration first, Duration longest, Duration idle) {

    static final Retries DEFAULT =
            new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));

    /// @param failures in a row, at least 1
    /// @return nothing if it is time to give up
    Optional<Duration> delay(int failures, Optional<Duration> asked) {
        if (failures >= attempts
                || asked.filter(wait -> wait.compareTo(longest) > 0).isPresent()) {
            return Optional.empty();
        }
        long backoff = Math.min(first.toMillis() << Math.min(failures - 1, 30), longest.toMillis());
        long millis = Math.round(ThreadLocalRandom.current().nextDouble(0.5, 1) * backoff);
        return Optional.of(asked.orElse(Duration.ofMillis(millis)));
    }

    /// `Retry-After` (RFC 9110, 10.2.3): seconds or a date; nothing if it is neither.
    static Optional<Duration> retryAfter(String header, Instant now) {
        if (header.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
        }
        try {
            Instant then = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}

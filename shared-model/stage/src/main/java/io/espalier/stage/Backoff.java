package io.espalier.stage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential pauses with jitter: before attempt `n + 1` a uniform draw from `[p/2, p]` with
/// `p = min(first · factor^(n-1), longest)`, so that workers that failed together do not return together.
///
/// @param first   pause after the first attempt, > 0
/// @param factor  growth per attempt, >= 1
/// @param longest bound of `p`, >= first
public record Backoff(Duration first, double factor, Duration longest) {

    /// 1 s, 2 s, 4 s, 8 s, then 15 s: nine attempts are made within 37 to 75 s, which outlasts the restart of a
    /// broker or a store. The record's stage waits meanwhile.
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(15));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || !(factor >= 1)) {
            throw new IllegalArgumentException("backoff needs 0 < first <= longest and factor >= 1, was %s, %s, %s"
                    .formatted(first, longest, factor));
        }
    }

    /// @param attempt the attempt that failed, from 1
    Duration after(int attempt, RandomGenerator random) {
        double bound = Math.min(first.toMillis() * Math.pow(factor, attempt - 1), (double) longest.toMillis());
        return Duration.ofMillis(Math.round(bound * (0.5 + random.nextDouble() / 2)));
    }
}

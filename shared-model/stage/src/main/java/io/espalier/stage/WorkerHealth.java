package io.espalier.stage;

import io.espalier.contracts.RunId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A worker at one instant, for health checks and people.
///
/// @param lastSign        when the polling thread last showed itself; it does so every few seconds whether a job
///     takes a second or a day
/// @param run             the run in work
/// @param brokerReachable whether a connection to the broker is open
public record WorkerHealth(
        State state, Instant lastSign, @Nullable RunId run, boolean brokerReachable) {

    public enum State {
        IDLE,
        WORKING,
        STOPPED
    }

    /// Longer than any single call the polling thread makes.
    public static final Duration LIVENESS_LIMIT = Duration.ofSeconds(60);

    /// False if the polling thread is dead or stuck, so that the process should be started anew.
    public boolean live(Instant now) {
        return state != State.STOPPED && lastSign.plus(LIVENESS_LIMIT).isAfter(now);
    }
}

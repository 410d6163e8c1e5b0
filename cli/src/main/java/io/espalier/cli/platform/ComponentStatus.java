package io.espalier.cli.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `espalier status`.
///
/// @param process name of the component
/// @param pid     of the running process, absent if it does not run
/// @param port    where it listens
/// @param health  whether it can work now
/// @param started when the process began, absent if it does not run or the system does not tell
public record ComponentStatus(
        String process,
        @Nullable Long pid,
        int port,
        String health,
        @Nullable Instant started) {

    static ComponentStatus of(Component component, Home home, Optional<ProcessHandle> process) {
        int portBase = home.settings().portBase();
        Health health = process.isPresent() ? Health.ask(component, home, portBase) : Health.STOPPED;
        return new ComponentStatus(
                component.label(),
                process.map(ProcessHandle::pid).orElse(null),
                component.port(portBase),
                health.label(),
                process.flatMap(handle -> handle.info().startInstant()).orElse(null));
    }

    boolean isReady() {
        return health.equals(Health.READY.label());
    }

    /// How long the process has run.
    Optional<Duration> uptime(Instant now) {
        return Optional.ofNullable(started).map(since -> Duration.between(since, now));
    }
}

package io.espalier.datasets.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A transfer that did not come to its end, and may do so the next time.
final class Interruption extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    Interruption(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    Interruption(String message) {
        this(message, Optional.empty());
    }

    Interruption(IOException cause) {
        super(cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()), cause);
        this.retryAfter = Optional.empty();
    }

    /// How long the server asks to be left alone.
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

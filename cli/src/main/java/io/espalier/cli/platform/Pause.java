package io.espalier.cli.platform;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.time.Duration;

/// Waits between two looks at a process.
final class Pause {

    private Pause() {}

    /// @throws PipelineException.Transient `INTERNAL` if the thread is interrupted meanwhile
    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient(ErrorCode.INTERNAL, "interrupted while waiting", e);
        }
    }
}

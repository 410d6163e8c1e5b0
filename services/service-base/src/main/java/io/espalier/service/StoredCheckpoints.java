package io.espalier.service;

import io.espalier.artifacts.Checkpoint;
import io.espalier.smart.training.Checkpoints;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageInterrupted;
import java.time.Duration;
import java.util.Optional;

/// A run's checkpoints in the installation's store: saved by the clock, and at once when the service is stopping.
final class StoredCheckpoints implements Checkpoints {

    private final StageContext context;
    private final long intervalNanos;
    private long savedNanos = System.nanoTime();

    StoredCheckpoints(StageContext context, Duration interval) {
        this.context = context;
        this.intervalNanos = interval.toNanos();
    }

    @Override
    public Optional<byte[]> newest() {
        return context.checkpoints().newest().map(Checkpoint::state);
    }

    @Override
    public boolean isDue() {
        return context.stopping() || System.nanoTime() - savedNanos >= intervalNanos;
    }

    /// @throws StageInterrupted after the save, if the service is stopping
    @Override
    public void save(long step, byte[] state) {
        context.checkpoints().save(step, state);
        savedNanos = System.nanoTime();
        if (context.stopping()) {
            throw new StageInterrupted();
        }
    }
}

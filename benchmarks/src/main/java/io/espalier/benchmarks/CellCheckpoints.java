package io.espalier.benchmarks;

import io.espalier.artifacts.Checkpoint;
import io.espalier.artifacts.CheckpointStore;
import io.espalier.smart.training.Checkpoints;
import java.time.Duration;
import java.util.Optional;

/// States of one phase of one cell, once a minute: a stopped benchmark goes on inside a cell.
final class CellCheckpoints implements Checkpoints {

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final CheckpointStore store;
    private final String name;
    private long savedNanos = System.nanoTime();

    /// @param name of the cell and its phase
    CellCheckpoints(CheckpointStore store, String name) {
        this.store = store;
        this.name = name;
    }

    @Override
    public Optional<byte[]> newest() {
        return store.newest(name).map(Checkpoint::state);
    }

    @Override
    public boolean isDue() {
        return System.nanoTime() - savedNanos >= INTERVAL_NANOS;
    }

    @Override
    public void save(long step, byte[] state) {
        store.save(name, step, state);
        savedNanos = System.nanoTime();
    }
}

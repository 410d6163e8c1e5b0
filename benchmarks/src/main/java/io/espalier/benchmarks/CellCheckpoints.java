package io.espalier.benchmarks;

import io.espalier.artifacts.Checkpoint;
import io.espalier.artifacts.CheckpointStore;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Sha256;
import io.espalier.smart.training.Checkpoints;
import java.time.Duration;
import java.util.Optional;

/// States of one phase of one cell, once a minute: a stopped benchmark goes on inside a cell.
final class CellCheckpoints implements Checkpoints {

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private static final int DIGEST_DIGITS = 12;

    private final CheckpointStore store;
    private final String name;
    private long savedNanos = System.nanoTime();

    /// @param name of the cell and its phase
    CellCheckpoints(CheckpointStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /// `smart-layer-mean-50-s1-finetune-0123456789ab`: states of another spec, with fewer images say, are not gone
    /// on from.
    static String name(Cell cell, RunSpec spec, String phase) {
        return cell.name() + "-" + phase + "-" + Sha256.hex(Json.write(spec)).substring(0, DIGEST_DIGITS);
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

package io.espalier.runs;

import io.espalier.artifacts.Checkpoint;
import io.espalier.artifacts.CheckpointStore;
import io.espalier.artifacts.FileStorage;
import io.espalier.artifacts.StoreFailure;
import io.espalier.smart.training.Checkpoints;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// States of one piece of work in a folder, saved by the clock: a process that is started again goes on from the
/// newest.
public final class DirectoryCheckpoints implements Checkpoints {

    private final Path directory;
    private final String name;
    private final CheckpointStore store;
    private final long intervalNanos;
    private long savedNanos = System.nanoTime();

    /// @param directory made when the first state is saved
    /// @param name      of the work: states of another are not gone on from
    /// @param interval  least time between two saves
    public DirectoryCheckpoints(Path directory, String name, Duration interval) {
        this.directory = directory;
        this.name = name;
        this.store = new FileStorage(directory).checkpoints();
        this.intervalNanos = interval.toNanos();
    }

    @Override
    public Optional<byte[]> newest() {
        return store.newest(name).map(Checkpoint::state);
    }

    @Override
    public boolean isDue() {
        return System.nanoTime() - savedNanos >= intervalNanos;
    }

    @Override
    public void save(long step, byte[] state) {
        boolean interrupted = Thread.interrupted(); // would close the file, and a stop is what saves
        try {
            store.save(name, step, state);
            savedNanos = System.nanoTime();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Forgets this work's states, and removes the folder if nothing else is in it.
    ///
    /// @throws io.espalier.contracts.PipelineException.Transient `STORE_UNAVAILABLE`
    public void clear() {
        store.clear(name);
        try {
            for (String own : List.of("checkpoints/" + name, "checkpoints", "tmp", "")) {
                Files.deleteIfExists(directory.resolve(own));
            }
        } catch (DirectoryNotEmptyException e) {
            // states of other work stay
        } catch (IOException e) {
            throw StoreFailure.of("removing " + directory, e);
        }
    }
}

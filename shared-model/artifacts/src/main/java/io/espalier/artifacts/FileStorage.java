package io.espalier.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Storage in a directory, shared by every process that opens the same one.
///
/// ```
/// sha256/ab/<digest>               blobs
/// outcomes/<run>/<stage>.outcome   outcomes
/// checkpoints/<name>/<step>.ckpt   checkpoints
/// tmp/<random>.part                files being written
/// ```
///
/// The directory must be one volume that has hard links and atomic renames (any local Linux, macOS or Windows file
/// system, NFS).
public final class FileStorage implements Storage {

    /// No write takes as long; younger unfinished files may be another process's.
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private final Path root;
    private final AtomicFiles files;
    private final ArtifactStore artifacts;
    private final OutcomeStore outcomes;
    private final CheckpointStore checkpoints;
    private volatile boolean prepared;

    /// Opens the directory, and deletes files that killed processes left unfinished more than a day ago.
    public FileStorage(Path root) {
        this(root, AtomicFiles.NEW_FILE);
    }

    FileStorage(Path root, AtomicFiles.Opener opener) {
        this.root = root;
        files = new AtomicFiles(root.resolve("tmp"), opener);
        files.sweep(Instant.now().minus(UNFINISHED));
        artifacts = new FileArtifacts(root.resolve("sha256"), files);
        outcomes = new FileOutcomes(root.resolve("outcomes"), files);
        checkpoints = new FileCheckpoints(root.resolve("checkpoints"), files);
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public OutcomeStore outcomes() {
        return outcomes;
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    /// The first probe makes the directory; later ones find it gone if it is.
    @Override
    public void probe() {
        try {
            if (!prepared) {
                files.prepare();
                prepared = true;
            }
            files.probe();
        } catch (IOException e) {
            throw StoreFailure.of("writing to the store " + root, e);
        }
    }
}

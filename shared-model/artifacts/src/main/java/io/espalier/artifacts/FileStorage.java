package io.espalier.artifacts;

import java.nio.file.Path;

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

    private final ArtifactStore artifacts;
    private final OutcomeStore outcomes;
    private final CheckpointStore checkpoints;

    public FileStorage(Path root) {
        this(root, AtomicFiles.NEW_FILE);
    }

    FileStorage(Path root, AtomicFiles.Opener opener) {
        AtomicFiles files = new AtomicFiles(root.resolve("tmp"), opener);
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
}

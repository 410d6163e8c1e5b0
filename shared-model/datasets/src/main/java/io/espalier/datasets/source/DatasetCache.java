package io.espalier.datasets.source;

import io.espalier.contracts.ByteSize;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// A directory of what can be made again: decoded splits (`*.images`) and downloaded archives (`downloads/`),
/// together at most `limit` bytes once both are whole: what is being decoded or downloaded comes on top.
///
/// When it is full, what was used least recently goes first, and nothing that a living process on this machine
/// still uses: then the limit gives way. Several processes may share the directory. Deleting it is always safe.
///
/// @param directory created when something is written
/// @param limit     of all files together; no archive larger than this is downloaded
/// @param remote    where archives may come from
/// @param author    whose specs say which data sets these are
public record DatasetCache(Path directory, ByteSize limit, RemoteAccess remote, SpecAuthor author) {

    /// CIFAR-10 takes 0.2 GB decoded, ImageNet's training split at 224 × 224 takes 193.
    public static final ByteSize DEFAULT_LIMIT = new ByteSize(20L << 30);

    private static final Cleaner CLEANER = Cleaner.create();

    /// For the specs of [SpecAuthor.Operator].
    public DatasetCache(Path directory, ByteSize limit, RemoteAccess remote) {
        this(directory, limit, remote, new SpecAuthor.Operator());
    }

    /// The same with [#DEFAULT_LIMIT], and downloads from [RemoteAccess#ANYWHERE].
    public DatasetCache(Path directory) {
        this(directory, DEFAULT_LIMIT, RemoteAccess.ANYWHERE);
    }

    /// Says that `file` is used now, and holds it until `user` is unreachable.
    ///
    /// @param user must not be reachable from a static field, or the file is held as long as the process lives
    public void keep(Path file, Object user) {
        try {
            CacheLocks.of(directory)
                    .shared(String.valueOf(file.getFileName()))
                    .ifPresent(held -> CLEANER.register(user, held::close));
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
        } catch (IOException | PipelineException unheld) {
            return; // a directory that can only be read: another process may delete the file, which stays readable
        }
    }

    /// Deletes what is least recently used until the directory is within its limit; to be called after a file
    /// was added.
    public void trim() {
        makeRoom(0);
    }

    /// The same, for a file that is going to be added.
    void makeRoom(long bytes) {
        new Eviction(directory).shrinkTo(limit.bytes() - bytes);
    }
}

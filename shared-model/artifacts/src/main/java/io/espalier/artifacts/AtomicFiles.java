package io.espalier.artifacts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/// Writes files that are whole or absent, whatever happens while they are written.
///
/// Content goes to a temporary file on the same volume, is forced to the disk, and is then renamed or hard-linked to
/// its name. A failed write leaves nothing behind; a killed process leaves a `.part` file, which no reader looks at
/// and [#sweep] deletes.
final class AtomicFiles {

    /// Opens a new file for writing; a test puts a full disk here.
    interface Opener {
        OutputStream open(Path file) throws IOException;
    }

    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static final Opener NEW_FILE =
            file -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path temporary;
    private final Opener opener;

    /// @param temporary directory for unfinished files, on the volume of every later target
    AtomicFiles(Path temporary, Opener opener) {
        this.temporary = temporary;
        this.opener = opener;
    }

    /// A temporary file with the content, on the disk; for [#replace] or [#createIfAbsent].
    Path stage(Body body) throws IOException {
        Files.createDirectories(temporary);
        Path staged = temporary.resolve(UUID.randomUUID() + ".part");
        boolean whole = false;
        try {
            try (OutputStream out = opener.open(staged)) {
                body.writeTo(out);
            }
            force(staged);
            whole = true;
            return staged;
        } finally {
            if (!whole) {
                Files.deleteIfExists(staged);
            }
        }
    }

    /// Gives the staged file the name `target`, replacing what had it.
    void replace(Path staged, Path target) throws IOException {
        try {
            Files.createDirectories(parent(target));
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceEntry(target);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /// Gives the staged file the name `target` unless it is taken; of several callers exactly one gets true.
    boolean createIfAbsent(Path staged, Path target) throws IOException {
        try {
            Files.createDirectories(parent(target));
            Files.createLink(target, staged);
            forceEntry(target);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file store needs a volume with hard links: " + target, e);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /// Makes the directory for unfinished files.
    void prepare() throws IOException {
        Files.createDirectories(temporary);
    }

    /// Writes a byte and deletes it.
    ///
    /// @throws IOException if the directory has gone, as with a volume that is unmounted, or cannot be written to
    void probe() throws IOException {
        if (!Files.isDirectory(temporary)) {
            throw new NoSuchFileException(temporary.toString(), null, "the directory has gone");
        }
        Path file = temporary.resolve(UUID.randomUUID() + ".part");
        try (OutputStream out = opener.open(file)) {
            out.write(new byte[1]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Deletes what killed processes have left: unfinished files that nobody has written to since `before`. What
    /// cannot be deleted is left to the next process.
    void sweep(Instant before) {
        if (!Files.isDirectory(temporary)) {
            return;
        }
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(temporary, "*.part")) {
            for (Path file : unfinished) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException ignored) {
            // Another process sweeps too, or the volume says no: both are harmless.
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Makes the name durable. Windows cannot open a directory, and needs no such call.
    private static void forceEntry(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(parent(file), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file is expected, was " + file);
        }
        return parent;
    }
}

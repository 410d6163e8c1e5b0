package io.espalier.artifacts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes files that are whole or absent, whatever happens while they are written.
///
/// Content goes to a temporary file on the same volume, is forced to the disk, and is then renamed or hard-linked to
/// its name. A failed write leaves nothing behind; a killed process leaves a `.part` file, which no reader looks at.
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

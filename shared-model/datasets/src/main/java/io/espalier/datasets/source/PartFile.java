package io.espalier.datasets.source;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A download that is not whole yet, `NAME.part`, and what the server said of it, `NAME.part.origin`.
final class PartFile {

    /// Opens a file to append to it; a test puts a full disk here.
    interface Opener {
        OutputStream append(Path file) throws IOException;
    }

    static final Opener APPEND =
            file -> Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);

    private final Path file;
    private final Path origin;
    private final Opener opener;

    /// @param target where the whole file will be
    PartFile(Path target, Opener opener) {
        this.file = target.resolveSibling(target.getFileName() + ".part");
        this.origin = origin(file);
        this.opener = opener;
    }

    /// Where the origin of `file` is kept.
    static Path origin(Path file) {
        return file.resolveSibling(file.getFileName() + ".origin");
    }

    Path file() {
        return file;
    }

    long sizeBytes() {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            return 0;
        }
    }

    /// What was said of the bytes that are there; nothing if there are none.
    Optional<Origin> origin() {
        return sizeBytes() == 0 ? Optional.empty() : Origin.read(origin);
    }

    /// Begins anew with another answer.
    void begin(Origin answer) {
        try {
            Files.deleteIfExists(file); // first: bytes never stand beside an origin that is not theirs
            answer.write(origin);
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    /// At its end; what goes wrong is the cache's failure, not the network's.
    OutputStream append() {
        try {
            return new CacheOutput(opener.append(file), file);
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    void discard() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(origin);
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    /// Makes the part the whole: forced to the disk, then renamed; the origin comes last and says that all is
    /// there.
    void publish(Path target, Origin complete) {
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.deleteIfExists(origin(target));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complete.write(origin(target));
            Files.deleteIfExists(origin);
        } catch (IOException e) {
            throw SourceFailure.cache(target, e);
        }
    }

    private static final class CacheOutput extends FilterOutputStream {

        private final Path file;

        CacheOutput(OutputStream out, Path file) {
            super(out);
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw SourceFailure.cache(file, e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw SourceFailure.cache(file, e);
            }
        }
    }
}

package io.espalier.datasets.source;

import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Named locks between the processes that share a cache directory, and between the threads of each.
///
/// A name is one byte of the file `.locks`, which is locked and never written. The file stays open as long as the
/// process lives: POSIX takes all of a process's locks on a file back when the process closes it anywhere. The
/// kernel releases the locks of a process that dies.
final class CacheLocks {

    private static final Map<Path, CacheLocks> OPEN = new ConcurrentHashMap<>();

    /// Releases what was locked; a second time does nothing.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private record Region(FileLock lock, int holders) {}

    private final Path file;
    private final FileChannel channel;
    private final Map<Long, Region> regions = new HashMap<>();

    private CacheLocks(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CacheLocks of(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve(".locks");
        @Nullable CacheLocks known = OPEN.get(file);
        if (known != null && Files.exists(file)) {
            return known;
        }
        return OPEN.compute(file, (path, old) -> old != null && Files.exists(path) ? old : open(path));
    }

    private static CacheLocks open(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return new CacheLocks(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    /// The lock if nobody has it, shared or not.
    synchronized Optional<Held> tryExclusive(String name) {
        long at = region(name);
        return regions.containsKey(at) ? Optional.empty() : lock(at, false);
    }

    /// The lock together with others who share it; nothing if somebody has it alone for longer than a moment.
    Optional<Held> shared(String name) {
        Optional<Held> held = tryShared(name);
        try {
            for (int waits = 0; held.isEmpty() && waits < 100; waits++) {
                Thread.sleep(5); // who deletes a file is quick
                held = tryShared(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return held;
    }

    private synchronized Optional<Held> tryShared(String name) {
        long at = region(name);
        @Nullable Region held = regions.get(at);
        if (held == null) {
            return lock(at, true);
        }
        if (!held.lock().isShared()) {
            return Optional.empty();
        }
        regions.put(at, new Region(held.lock(), held.holders() + 1));
        return Optional.of(once(at));
    }

    private Optional<Held> lock(long at, boolean shared) {
        try {
            @Nullable FileLock lock = channel.tryLock(at, 1, shared);
            if (lock == null) {
                return Optional.empty();
            }
            regions.put(at, new Region(lock, 1));
            return Optional.of(once(at));
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    private Held once(long at) {
        boolean[] released = new boolean[1];
        return () -> {
            synchronized (this) {
                if (!released[0]) {
                    released[0] = true;
                    release(at);
                }
            }
        };
    }

    private void release(long at) {
        Region held = Objects.requireNonNull(regions.get(at));
        if (held.holders() > 1) {
            regions.put(at, new Region(held.lock(), held.holders() - 1));
            return;
        }
        regions.remove(at);
        try {
            held.lock().release();
        } catch (IOException e) {
            throw SourceFailure.cache(file, e);
        }
    }

    /// 62 bits of the name's digest: two names never meet.
    private static long region(String name) {
        byte[] digest = Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong() >>> 2;
    }
}

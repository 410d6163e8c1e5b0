package io.espalier.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/// Keeps two commands from starting or stopping the processes of one home at once; the second waits.
final class HomeLock {

    private HomeLock() {}

    /// Does `action` while no other process does one under the same file.
    static <T> T holding(Path file, Supplier<T> action) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // released when the channel is closed, or by the system when the process ends
                return action.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be locked", e);
        }
    }
}

package io.espalier.cli.platform;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Remembers a process from one command to the next.
///
/// A process id is used again sooner or later, so its start is kept too: another process under the same id is
/// not ours.
record PidFile(Path file) {

    /// Systems derive the start from the boot time, which clock corrections move a little.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private record Entry(long pid, Instant started) {}

    void write(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Json.write(new Entry(process.pid(), started)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /// The process that was written, if it still runs.
    Optional<ProcessHandle> running() {
        return entry().flatMap(PidFile::find);
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }

    private Optional<Entry> entry() {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Entry.class));
        } catch (IOException | PipelineException e) {
            return Optional.empty(); // absent, or cut short by a crash: nothing that could be ours
        }
    }

    private static Optional<ProcessHandle> find(Entry entry) {
        return ProcessHandle.of(entry.pid()).filter(ProcessHandle::isAlive).filter(process -> process.info()
                .startInstant()
                .map(started -> isSame(started, entry.started()))
                .orElse(true));
    }

    private static boolean isSame(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(START_TOLERANCE) <= 0;
    }
}

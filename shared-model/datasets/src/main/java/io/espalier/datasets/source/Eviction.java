package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Deletes the files of a cache that were used least recently.
///
/// @param directory of the cache
record Eviction(Path directory) {

    /// Files that a killed process left behind, `*.spool` and `*.part` beside the decoded splits, go when they
    /// are this old: nothing is decoded for longer.
    private static final Duration ABANDONED = Duration.ofDays(1);

    private record Entry(Path file, long sizeBytes, Instant lastUsed) {}

    /// Deletes until no more than `bytes` are left, or nothing that is not in use.
    void shrinkTo(long bytes) {
        deleteAbandoned();
        List<Entry> entries = entries(directory, "*.images");
        entries.addAll(entries(directory.resolve("downloads"), "*.{zip,tar,part}"));
        long total = entries.stream().mapToLong(Entry::sizeBytes).sum();
        entries.sort(Comparator.comparing(Entry::lastUsed));
        for (Entry entry : entries) {
            if (total <= bytes) {
                return;
            }
            total -= deleteUnlessUsed(entry.file()) ? entry.sizeBytes() : 0;
        }
    }

    private boolean deleteUnlessUsed(Path file) {
        try {
            Optional<CacheLocks.Held> alone = CacheLocks.of(directory).tryExclusive(String.valueOf(file.getFileName()));
            return alone.isPresent() && delete(file, alone.get());
        } catch (IOException | PipelineException e) {
            return false; // a system that does not delete what is open, a directory that can only be read
        }
    }

    private static boolean delete(Path file, CacheLocks.Held alone) throws IOException {
        try (alone) {
            Files.deleteIfExists(PartFile.origin(file)); // first: without it, an archive counts as not there
            Files.deleteIfExists(file);
            return true;
        }
    }

    private void deleteAbandoned() {
        Instant before = Instant.now().minus(ABANDONED);
        for (Entry entry : entries(directory, "*.{spool,part}")) {
            if (entry.lastUsed().isBefore(before)) {
                deleteUnlessUsed(entry.file());
            }
        }
    }

    private static List<Entry> entries(Path folder, String names) {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            for (Path file : files) {
                entry(file).ifPresent(entries::add);
            }
        } catch (IOException | DirectoryIteratorException absent) {
            return entries; // what cannot be listed cannot be deleted either
        }
        return entries;
    }

    private static Optional<Entry> entry(Path file) {
        try {
            return Optional.of(new Entry(
                    file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException deletedMeanwhile) {
            return Optional.empty();
        }
    }
}

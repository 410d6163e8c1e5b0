package io.espalier.datasets.source;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/// An archive of this machine, checked against what the spec says of it.
///
/// Its digest is computed once and kept in `digests/` of the cache as long as its path, size and time are the
/// same.
///
/// @param seen   path, size and time of the archive
/// @param sha256 what it had then
record CheckedArchive(String seen, String sha256) {

    /// @throws PipelineException.Permanent `DIGEST_MISMATCH` if size or digest are others than the spec says
    static Archive of(DataLocation.LocalArchive location, Expected expected, DatasetCache cache) {
        Path file = location.file();
        try {
            long sizeBytes = Files.size(file);
            String seen = file + " " + sizeBytes + " " + Files.getLastModifiedTime(file);
            expected.requireSize(sizeBytes, file.toString());
            String identity = seen + "!/" + location.folder();
            if (expected.sha256() != null) {
                String hex = digest(file, seen, cache.directory());
                expected.requireDigest(hex, file.toString());
                identity = DatasetFiles.identity(hex, location.folder());
            }
            return new Archive(location.kind(), file, location.folder(), identity, file.toString());
        } catch (IOException e) {
            throw SourceFailure.unreadable(file.toString(), e);
        }
    }

    private static String digest(Path file, String seen, Path cacheDirectory) throws IOException {
        String name = Sha256.hex(file.toString().getBytes(StandardCharsets.UTF_8)) + ".json";
        Path record = cacheDirectory.resolve("digests").resolve(name);
        Optional<String> known = read(record).filter(r -> r.seen().equals(seen)).map(CheckedArchive::sha256);
        if (known.isPresent()) {
            return known.get();
        }
        String hex = FileDigest.of(file);
        write(record, new CheckedArchive(seen, hex));
        return hex;
    }

    private static Optional<CheckedArchive> read(Path record) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(record), CheckedArchive.class));
        } catch (IOException | PipelineException absentOrDamaged) {
            return Optional.empty();
        }
    }

    private static void write(Path record, CheckedArchive checked) {
        Path temporary = record.resolveSibling(UUID.randomUUID() + ".new");
        try {
            Files.createDirectories(record.getParent());
            Files.write(temporary, Json.write(checked));
            Files.move(temporary, record, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw SourceFailure.cache(record, e);
        }
    }
}

package io.espalier.runs;

import io.espalier.artifacts.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Writes files that belong together: each is whole or as it was before, and none is touched while one of them has
/// no room.
final class WholeFiles {

    private WholeFiles() {}

    /// Writes every file beside its name, then renames them in order.
    ///
    /// @param directory made if it is not there
    /// @param files     content by path, all in `directory`
    /// @throws io.espalier.contracts.PipelineException.Transient `STORE_FULL`, `STORE_UNAVAILABLE`
    static void write(Path directory, SequencedMap<Path, byte[]> files) {
        SequencedMap<Path, Path> staged = new LinkedHashMap<>();
        try {
            Files.createDirectories(directory);
            try {
                stage(directory, files, staged);
                for (Map.Entry<Path, Path> file : staged.entrySet()) {
                    Files.move(
                            file.getValue(),
                            file.getKey(),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                for (Path unfinished : staged.values()) {
                    Files.deleteIfExists(unfinished);
                }
            }
        } catch (IOException e) {
            throw StoreFailure.of("writing to " + directory, e);
        }
    }

    private static void stage(Path directory, SequencedMap<Path, byte[]> files, Map<Path, Path> staged)
            throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path temporary = directory.resolve(file.getKey().getFileName() + ".part");
            staged.put(file.getKey(), temporary);
            Files.write(temporary, file.getValue());
        }
    }
}

package io.espalier.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Outcomes as files; the name is claimed by a hard link to the finished file, which exactly one writer gets.
final class FileOutcomes implements OutcomeStore {

    private final Path root;
    private final AtomicFiles files;

    FileOutcomes(Path root, AtomicFiles files) {
        this.root = root;
        this.files = files;
    }

    @Override
    public Optional<byte[]> find(String name) {
        Path file = file(name);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.of("reading outcome " + name, e);
        }
    }

    @Override
    public byte[] putIfAbsent(String name, byte[] outcome) {
        Path file = file(name);
        try {
            boolean ours = files.createIfAbsent(files.stage(out -> out.write(outcome)), file);
            return ours ? outcome : Files.readAllBytes(file);
        } catch (IOException e) {
            throw StoreFailure.of("storing outcome " + name, e);
        }
    }

    private Path file(String name) {
        return root.resolve(StoreName.require(name) + ".outcome");
    }
}

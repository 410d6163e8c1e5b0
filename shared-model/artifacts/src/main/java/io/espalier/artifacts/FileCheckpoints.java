package io.espalier.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Checkpoints as files `<name>/<step>.ckpt`.
final class FileCheckpoints implements CheckpointStore {

    private final Path root;
    private final AtomicFiles files;

    FileCheckpoints(Path root, AtomicFiles files) {
        this.root = root;
        this.files = files;
    }

    @Override
    public void save(String name, long step, byte[] state) {
        Path directory = directory(name);
        try {
            Path staged = files.stage(out -> out.write(CheckpointFile.encode(step, state)));
            files.replace(staged, directory.resolve(CheckpointSteps.fileName(step)));
            for (Path surplus : CheckpointSteps.surplus(newestFirst(directory))) {
                Files.deleteIfExists(surplus);
            }
        } catch (IOException e) {
            throw StoreFailure.of("saving checkpoint " + name, e);
        }
    }

    @Override
    public Optional<Checkpoint> newest(String name) {
        try {
            for (Path file : newestFirst(directory(name))) {
                Optional<Checkpoint> checkpoint = CheckpointFile.decode(Files.readAllBytes(file));
                if (checkpoint.isPresent()) {
                    return checkpoint;
                }
                Files.deleteIfExists(file); // else its step would keep a valid one from being among the last two
            }
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.of("reading checkpoint " + name, e);
        }
    }

    @Override
    public void clear(String name) {
        Path directory = directory(name);
        try {
            for (Path file : newestFirst(directory)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw StoreFailure.of("clearing checkpoint " + name, e);
        }
    }

    private Path directory(String name) {
        return root.resolve(StoreName.require(name));
    }

    private static List<Path> newestFirst(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> checkpoints = new ArrayList<>(
                    entries.filter(f -> CheckpointSteps.isCheckpoint(name(f))).toList());
            checkpoints.sort(Comparator.comparingLong((Path f) -> CheckpointSteps.step(name(f)))
                    .reversed());
            return checkpoints;
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}

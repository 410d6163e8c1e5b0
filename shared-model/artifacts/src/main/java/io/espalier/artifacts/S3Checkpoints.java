package io.espalier.artifacts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/// Checkpoints as objects `checkpoints/<name>/<step>.ckpt`.
final class S3Checkpoints implements CheckpointStore {

    private final S3Objects objects;

    S3Checkpoints(S3Objects objects) {
        this.objects = objects;
    }

    @Override
    public void save(String name, long step, byte[] state) {
        String folder = folder(name);
        byte[] file = CheckpointFile.encode(step, state);
        objects.put(folder + CheckpointSteps.fileName(step), RequestBody.fromBytes(file), request -> {});
        CheckpointSteps.surplus(newestFirst(folder)).forEach(surplus -> objects.delete(folder + surplus));
    }

    @Override
    public Optional<Checkpoint> newest(String name) {
        String folder = folder(name);
        for (String file : newestFirst(folder)) {
            Optional<Checkpoint> checkpoint = objects.find(folder + file).flatMap(CheckpointFile::decode);
            if (checkpoint.isPresent()) {
                return checkpoint;
            }
            objects.delete(folder + file); // else its step would keep a valid one from being among the last two
        }
        return Optional.empty();
    }

    @Override
    public void clear(String name) {
        String folder = folder(name);
        newestFirst(folder).forEach(file -> objects.delete(folder + file));
    }

    private static String folder(String name) {
        return "checkpoints/" + StoreName.require(name) + "/";
    }

    private List<String> newestFirst(String folder) {
        return objects.list(folder).stream()
                .filter(CheckpointSteps::isCheckpoint)
                .sorted(Comparator.comparingLong(CheckpointSteps::step).reversed())
                .toList();
    }
}

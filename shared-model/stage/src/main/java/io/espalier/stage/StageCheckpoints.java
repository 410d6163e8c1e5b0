package io.espalier.stage;

import io.espalier.artifacts.Checkpoint;
import io.espalier.artifacts.CheckpointStore;
import java.util.Optional;

/// The checkpoints of one run in one stage.
///
/// @param name `<run>/<stage>`
public record StageCheckpoints(CheckpointStore store, String name) {

    /// See [CheckpointStore#save].
    public void save(long step, byte[] state) {
        store.save(name, step, state);
    }

    /// See [CheckpointStore#newest].
    public Optional<Checkpoint> newest() {
        return store.newest(name);
    }
}

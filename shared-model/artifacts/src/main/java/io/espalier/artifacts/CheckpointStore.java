package io.espalier.artifacts;

import java.util.Optional;

/// The last two states of each unfinished piece of work, so that another worker goes on after a crash.
///
/// Each checkpoint is one object with a digest ([CheckpointFile]), replaced as a whole. Names are those of
/// [OutcomeStore]; failures of the store are those of [ArtifactStore].
public interface CheckpointStore {

    /// Keeps `state` as the state after `step` steps, and forgets all but the two highest steps.
    ///
    /// @param step number of steps done, >= 0
    void save(String name, long step, byte[] state);

    /// The valid checkpoint of the highest step. A damaged one is dropped and the one before it is used.
    Optional<Checkpoint> newest(String name);

    /// Forgets every checkpoint of `name`.
    void clear(String name);
}

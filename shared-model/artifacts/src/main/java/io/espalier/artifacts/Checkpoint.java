package io.espalier.artifacts;

/// A state to go on from.
///
/// @param step  number of steps done when it was saved, >= 0
/// @param state the bytes given to [CheckpointStore#save]; not copied
@SuppressWarnings("ArrayRecordComponent") // a carrier between store and worker, never compared
public record Checkpoint(long step, byte[] state) {}

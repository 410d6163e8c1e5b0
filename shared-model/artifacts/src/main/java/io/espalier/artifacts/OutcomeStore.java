package io.espalier.artifacts;

import java.util.Optional;

/// Small named documents that are written once: the first write of a name wins for ever.
///
/// A stage's outcome is stored under `<run>/<stage>`, so that a second delivery of the same work finds the first
/// one's outcome, and two workers that finish at the same time agree. Names are segments of `[A-Za-z0-9._-]` joined
/// by `/`; others are refused with `IllegalArgumentException`. Failures of the store are those of [ArtifactStore].
public interface OutcomeStore {

    Optional<byte[]> find(String name);

    /// Stores `outcome` unless the name is taken.
    ///
    /// @return what is stored under `name` now: `outcome`, or the earlier one
    byte[] putIfAbsent(String name, byte[] outcome);
}

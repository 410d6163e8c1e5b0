package io.espalier.stage;

import java.time.Duration;

/// What becomes of a record after one delivery.
sealed interface Verdict {

    /// Its outcome is durable and published, or it is among the dead letters: never again.
    record Settled() implements Verdict {}

    /// To be delivered again after `pause`.
    record Again(Duration pause) implements Verdict {}

    /// The work left because the worker stops: to be delivered again at once, to somebody else.
    record Left() implements Verdict {}
}

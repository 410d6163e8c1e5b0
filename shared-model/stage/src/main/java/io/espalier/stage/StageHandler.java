package io.espalier.stage;

import io.espalier.contracts.PipelineEvent;

/// The work of one stage, without Kafka.
///
/// May be called again for the same event, by another process too: what it stores must be addressed by content, and
/// it starts from its newest checkpoint if there is one.
///
/// @param <I> the event that asks for the work
@FunctionalInterface
public interface StageHandler<I extends PipelineEvent> {

    /// Does the work and says what became true. Called on a thread of its own, one call at a time per worker. A
    /// `PipelineException.Permanent` ends the run with `StageFailed`; after a `Transient` the event is delivered
    /// again.
    ///
    /// @return the outcome: stored under `<run>/<stage>` (the first one wins), then published
    /// @throws StageInterrupted if [StageContext#stopping] is true; another worker goes on
    PipelineEvent handle(I event, StageContext context);
}

package io.espalier.stage;

import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import java.util.List;

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

    /// Further runs that end if `event` ends in a failure, since nobody else works on them. Asked before the failure
    /// is published; each of them fails in this stage with the same reason. May throw `Transient`, after which the
    /// event is delivered again.
    default List<RunId> failingWith(I event) {
        return List.of();
    }
}

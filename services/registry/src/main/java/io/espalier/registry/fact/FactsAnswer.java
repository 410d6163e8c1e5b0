package io.espalier.registry.fact;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.Topics;
import io.espalier.stage.EventPublisher;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Hands facts to the projection, and ends the run of an evaluation that it refuses: nobody after the registry would.
final class FactsAnswer implements Consumer<PipelineEvent> {

    /// Characters of a failure's message.
    private static final int LONGEST_MESSAGE = 4_000;

    private final Consumer<PipelineEvent> projection;
    private final EventPublisher publisher;
    private final InstantSource clock;

    FactsAnswer(Consumer<PipelineEvent> projection, EventPublisher publisher, InstantSource clock) {
        this.projection = projection;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// @throws PipelineException.Transient if the database or the broker does not answer: the fact is to be tried again
    @Override
    public void accept(PipelineEvent event) {
        try {
            project(event);
        } catch (PipelineException.Transient e) {
            throw e;
        } catch (RuntimeException e) { // Told to whoever waits for the run, then buried by the caller.
            if (event instanceof ModelEvaluated evaluated) {
                ErrorCode code = e instanceof PipelineException known ? known.code() : ErrorCode.INTERNAL;
                String message = e instanceof PipelineException ? String.valueOf(e.getMessage()) : e.toString();
                publisher.publish(failure(evaluated.runId(), code, message));
            }
            throw e;
        }
    }

    /// Ends the run of an evaluation or a failure that cannot be read: nobody after the registry would. What else is on
    /// the topics is work of a stage, which answers for it, or progress.
    void unread(RunId run, String topic, String reason) {
        if (topic.equals(Topics.EVALUATED) || topic.equals(Topics.FAILURES)) {
            publisher.publish(failure(run, ErrorCode.EVENT_UNREADABLE, topic + ": " + reason));
        }
    }

    private void project(PipelineEvent event) {
        try {
            projection.accept(event);
        } catch (RuntimeException e) {
            throw DatabaseOutage.orItself(e);
        }
    }

    private StageFailed failure(RunId run, ErrorCode code, String message) {
        String beginning = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
        return new StageFailed(run, clock.instant(), Stage.REGISTRY, code, beginning);
    }
}

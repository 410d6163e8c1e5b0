package io.espalier.stage;

import io.espalier.artifacts.CheckpointStore;
import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.StageFailed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one delivery of a record comes to: the policy of a stage, apart from threads and locks.
///
/// The outcome is stored before it is published, and published before the record is acknowledged. So a crash at any
/// point leads to another delivery, which finds the outcome stored and only publishes it again.
final class Delivery<I extends PipelineEvent> {

    /// A defect seldom heals: it is tried again twice, in case it was the machine's fault, and then is `INTERNAL`.
    private static final int ATTEMPTS_AT_A_DEFECT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /// What every delivery to one worker shares.
    record Desk<I extends PipelineEvent>(
            WorkerSettings settings,
            int maxAttempts,
            Class<I> input,
            StageHandler<I> handler,
            OutcomeStore outcomes,
            CheckpointStore checkpoints,
            EventPublisher publisher,
            DeadLetters deadLetters,
            ProgressChannel progress,
            HealthBoard health,
            InstantSource clock,
            RandomGenerator random) {}

    private final Desk<I> desk;
    private final ConsumerRecord<byte[], byte[]> consumed;
    private final StopSignal stop;
    private final int deliveries;

    Delivery(Desk<I> desk, ConsumerRecord<byte[], byte[]> consumed, StopSignal stop) {
        this.desk = desk;
        this.consumed = consumed;
        this.stop = stop;
        this.deliveries = Attempts.deliveries(consumed);
    }

    /// Never throws: the stage edge is the one place that catches everything.
    Verdict run() {
        try {
            return switch (EventCodec.decode(consumed)) {
                case DecodedRecord.Fact fact
                when desk.input().isInstance(fact.event()) -> work(desk.input().cast(fact.event()));
                case DecodedRecord.Fact fact ->
                    bury(
                            ErrorCode.EVENT_UNREADABLE,
                            "no work for this stage: " + fact.event().type());
                case DecodedRecord.Refused refused -> fail(refused.runId(), refused.code(), refused.message());
                case DecodedRecord.Unreadable unreadable -> unread(unreadable.reason());
            };
        } catch (PipelineException.Permanent e) {
            return unsettled(1, e.code(), String.valueOf(e.getMessage()), e);
        } catch (PipelineException.Transient e) {
            String cause = e.code() + ": " + e.getMessage();
            return unsettled(desk.maxAttempts(), ErrorCode.DELIVERIES_EXHAUSTED, cause, e);
        } catch (Throwable e) { // A defect outside the handler: nothing may end the polling thread.
            int limit = Math.min(desk.maxAttempts(), ATTEMPTS_AT_A_DEFECT);
            return unsettled(limit, ErrorCode.INTERNAL, e.toString(), e);
        }
    }

    /// Store or broker did not take what became of the record. After `limit` deliveries the run ends all the same, with
    /// a failure that is published and not stored.
    private Verdict unsettled(int limit, ErrorCode code, String cause, Throwable e) {
        if (stop.asked()) {
            return new Verdict.Left();
        }
        LOG.warn("not settled attempt={} of {} offset={}", deliveries, limit, position(), e);
        if (deliveries < limit) {
            return again();
        }
        try {
            String message = "not settled in %d attempts: %s".formatted(Attempts.total(consumed), cause);
            bury(code, message);
            switch (EventCodec.decode(consumed)) {
                case DecodedRecord.Fact fact -> {
                    others(fact.event()).forEach(run -> desk.publisher().publish(failure(run, code, message)));
                    desk.publisher().publish(failure(fact.event().runId(), code, message));
                }
                case DecodedRecord.Refused refused ->
                    desk.publisher().publish(failure(refused.runId(), refused.code(), refused.message()));
                case DecodedRecord.Unreadable ignored ->
                    EventCodec.runOf(consumed).ifPresent(run -> desk.publisher().publish(failure(run, code, message)));
            }
            return new Verdict.Settled();
        } catch (RuntimeException broker) { // Nobody can be told, so the record has to come again.
            LOG.warn("not buried offset={}: {}", position(), broker.toString());
            return again();
        }
    }

    /// Without their outcomes in the store; if that cannot even say who they are, only the run itself ends.
    private List<RunId> others(PipelineEvent event) {
        try {
            return desk.input().isInstance(event)
                    ? desk.handler().failingWith(desk.input().cast(event))
                    : List.of();
        } catch (RuntimeException e) {
            LOG.warn("runs that fail with run={} are unknown: {}", event.runId(), e.toString());
            return List.of();
        }
    }

    /// Buried, and if its key tells the run, that has come to its end.
    private Verdict unread(String reason) {
        bury(ErrorCode.EVENT_UNREADABLE, reason);
        return EventCodec.runOf(consumed)
                .map(run -> fail(run, ErrorCode.EVENT_UNREADABLE, reason))
                .orElseGet(Verdict.Settled::new);
    }

    private Verdict work(I event) {
        RunId run = event.runId();
        desk.health().working(run);
        Optional<byte[]> earlier = desk.outcomes().find(outcomeName(run));
        if (earlier.isPresent()) {
            return publish(earlier.get());
        }
        if (deliveries > desk.maxAttempts()) {
            return giveUp(event, ErrorCode.DELIVERIES_EXHAUSTED, "the worker died in each of its attempts");
        }
        return attempt(event);
    }

    private Verdict attempt(I event) {
        PipelineEvent outcome;
        try {
            outcome = handle(event);
        } catch (PipelineException.Permanent e) {
            return stop.insisted()
                    ? new Verdict.Left()
                    : failWithOthers(event, e.code(), String.valueOf(e.getMessage()));
        } catch (PipelineException.Transient e) {
            String cause = e.code() + ": " + e.getMessage();
            return retry(event, cause, desk.maxAttempts(), ErrorCode.DELIVERIES_EXHAUSTED, e);
        } catch (StageInterrupted e) {
            return retry(event, "left its work unasked", desk.maxAttempts(), ErrorCode.INTERNAL, e);
        } catch (Throwable e) { // The stage edge: whatever a handler throws ends this run at most.
            int limit = Math.min(desk.maxAttempts(), ATTEMPTS_AT_A_DEFECT);
            return retry(event, e.toString(), limit, ErrorCode.INTERNAL, e);
        }
        return conclude(outcome);
    }

    private PipelineEvent handle(I event) {
        ProgressReports reports = new ProgressReports(
                event.runId(), desk.settings().stage(), Attempts.total(consumed), desk.clock(), desk.progress()::send);
        StageCheckpoints checkpoints = new StageCheckpoints(desk.checkpoints(), outcomeName(event.runId()));
        try {
            return desk.handler().handle(event, new JobContext(Attempts.total(consumed), checkpoints, reports, stop));
        } finally {
            reports.flush();
        }
    }

    private Verdict retry(I event, String cause, int limit, ErrorCode code, Throwable e) {
        if (stop.asked()) {
            return new Verdict.Left();
        }
        RunId run = event.runId();
        if (deliveries >= limit) {
            LOG.warn("giving up run={} attempt={}", run, Attempts.total(consumed), e);
            return giveUp(event, code, cause);
        }
        LOG.info("to be tried again run={} attempt={}: {}", run, Attempts.total(consumed), cause);
        return again();
    }

    private Verdict giveUp(I event, ErrorCode code, String cause) {
        String message = "given up after %d attempts: %s".formatted(Attempts.total(consumed), cause);
        bury(code, message);
        return failWithOthers(event, code, message);
    }

    /// The others first: if that breaks off, the run's own outcome is absent, and the next delivery does both.
    private Verdict failWithOthers(I event, ErrorCode code, String message) {
        desk.handler().failingWith(event).forEach(other -> fail(other, code, message));
        return fail(event.runId(), code, message);
    }

    private Verdict fail(RunId run, ErrorCode code, String message) {
        LOG.warn("run failed run={} stage={} {}: {}", run, desk.settings().stage(), code, message);
        return conclude(failure(run, code, message));
    }

    private StageFailed failure(RunId run, ErrorCode code, String message) {
        return new StageFailed(
                run, desk.clock().instant(), desk.settings().stage(), code, DeadLetters.shortened(message));
    }

    private Verdict conclude(PipelineEvent outcome) {
        byte[] first = desk.outcomes().putIfAbsent(outcomeName(outcome.runId()), Json.write(outcome));
        return publish(first);
    }

    private Verdict publish(byte[] outcome) {
        PipelineEvent event = Json.read(outcome, PipelineEvent.class);
        desk.publisher().publish(event);
        forgetCheckpoints(event.runId());
        return new Verdict.Settled();
    }

    private void forgetCheckpoints(RunId run) {
        try {
            desk.checkpoints().clear(outcomeName(run));
        } catch (PipelineException e) {
            LOG.info("checkpoints stay run={}: {}", run, e.getMessage());
        }
    }

    private Verdict bury(ErrorCode code, String message) {
        LOG.warn("dead letter offset={} {}: {}", position(), code, message);
        desk.deadLetters().bury(consumed, code, message, Attempts.total(consumed));
        return new Verdict.Settled();
    }

    private Verdict again() {
        return new Verdict.Again(desk.settings().retryPause().after(deliveries, desk.random()));
    }

    private String outcomeName(RunId run) {
        return run + "/" + desk.settings().stage().label();
    }

    private String position() {
        return consumed.topic() + "-" + consumed.partition() + "@" + consumed.offset();
    }
}

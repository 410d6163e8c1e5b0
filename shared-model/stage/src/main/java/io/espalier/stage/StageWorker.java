package io.espalier.stage;

import io.espalier.artifacts.CheckpointStore;
import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.PipelineEvent;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Takes one piece of work at a time from the share group of a stage, does it, and settles it.
///
/// A polling thread holds the record's lock for as long as the work takes, while the work runs on a thread of its
/// own. A worker that dies loses the lock, and another one goes on from the newest checkpoint. What becomes of a
/// record is decided in `Delivery`:
///
/// | what happens                         | outcome                                   | record             |
/// |--------------------------------------|-------------------------------------------|--------------------|
/// | the handler returns an event         | that event, stored, then published        | accepted           |
/// | an outcome is stored already         | the stored one, published again           | accepted           |
/// | `Permanent`, or a spec is refused    | `StageFailed` on `pipeline.failures`      | accepted           |
/// | `Transient`, attempts left           | -                                         | released, pause    |
/// | `Transient`, no attempts left        | `StageFailed` `DELIVERIES_EXHAUSTED`      | dead letter        |
/// | any other throwable, three times     | `StageFailed` `INTERNAL`                  | dead letter        |
/// | not an event, or of another stage    | -                                         | dead letter        |
/// | store or broker fails to the last    | `StageFailed` `DELIVERIES_EXHAUSTED`      | dead letter        |
/// | the worker is closed                 | -                                         | released           |
///
/// A worker holds its record through the pauses between attempts, so a record that fails again and again keeps this
/// worker from the next one: for the time of its attempts, and for pauses of 75 s in all at most ([Backoff#DEFAULT],
/// nine attempts). Other workers of the stage go on meanwhile.
public final class StageWorker<I extends PipelineEvent> implements AutoCloseable {

    private final WorkerSettings settings;
    private final Class<I> input;
    private final StageHandler<I> handler;
    private final OutcomeStore outcomes;
    private final CheckpointStore checkpoints;
    private final InstantSource clock;
    private final StopSignal stop = new StopSignal();
    private final HealthBoard health;
    private final EventPublisher publisher;
    private final ProgressChannel progress;
    private final Thread polling;

    public StageWorker(
            WorkerSettings settings,
            Class<I> input,
            StageHandler<I> handler,
            OutcomeStore outcomes,
            CheckpointStore checkpoints) {
        this.settings = settings;
        this.input = input;
        this.handler = handler;
        this.outcomes = outcomes;
        this.checkpoints = checkpoints;
        this.clock = InstantSource.system();
        this.health = new HealthBoard(clock);
        this.publisher = new EventPublisher(settings.kafka());
        this.progress = new ProgressChannel(publisher, settings.group() + "-progress");
        this.polling =
                Thread.ofPlatform().daemon().name(settings.group() + "-poll").unstarted(this::poll);
    }

    /// Starts taking work, now or as soon as the broker can be reached.
    public void start() {
        polling.start();
    }

    public WorkerHealth health() {
        return health.read(polling.isAlive());
    }

    private void poll() {
        new PollingLoop(settings, stop, health, publisher, this::deliver).run();
    }

    private Verdict deliver(ConsumerRecord<byte[], byte[]> consumed, int maxAttempts) {
        DeadLetters deadLetters = new DeadLetters(publisher, settings.group());
        Delivery.Desk<I> desk = new Delivery.Desk<>(
                settings,
                maxAttempts,
                input,
                handler,
                outcomes,
                checkpoints,
                publisher,
                deadLetters,
                progress,
                health,
                clock,
                RandomGenerator.getDefault());
        return new Delivery<>(desk, consumed, stop).run();
    }

    /// Asks the work to leave, waits for [WorkerSettings#stopGrace] at most, and gives the record back to the group.
    @Override
    public void close() {
        stop.ask();
        try {
            if (polling.isAlive()) {
                polling.join(settings.stopGrace().plus(Tenure.INTERRUPT_GRACE).plus(RecordLease.CALL_LIMIT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.close();
        publisher.close();
    }
}

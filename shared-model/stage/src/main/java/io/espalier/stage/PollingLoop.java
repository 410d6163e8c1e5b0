package io.espalier.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The polling thread of a worker: joins the group and serves one record after the other, until told to stop.
final class PollingLoop {

    /// One delivery, start to end; called on a thread of its own, and never throws.
    interface Work {
        Verdict deliver(ConsumerRecord<byte[], byte[]> consumed, int maxAttempts);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PollingLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);

    private final WorkerSettings settings;
    private final StopSignal stop;
    private final HealthBoard health;
    private final EventPublisher publisher;
    private final Work work;

    PollingLoop(WorkerSettings settings, StopSignal stop, HealthBoard health, EventPublisher publisher, Work work) {
        this.settings = settings;
        this.stop = stop;
        this.health = health;
        this.publisher = publisher;
        this.work = work;
    }

    void run() {
        try {
            while (!stop.asked()) {
                takePartOrPause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takePartOrPause() throws InterruptedException {
        try {
            int deliveryLimit = ShareGroup.configure(settings.kafka(), settings.group());
            takePart(Math.clamp(deliveryLimit - 1, 1, settings.maxAttempts()));
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            health.sign(false);
            LOG.warn("no broker, trying again group={}: {}", settings.group(), e.getMessage());
            Thread.sleep(RECONNECT_PAUSE);
        }
    }

    /// Is a member of the group until told to stop or until a lock is lost.
    private void takePart(int maxAttempts) throws InterruptedException {
        try (RecordLease lease = new RecordLease(settings.kafka(), settings.group(), settings.topic())) {
            boolean member = true;
            while (member && !stop.asked()) {
                Optional<ConsumerRecord<byte[], byte[]>> next = lease.next(IDLE_POLL);
                health.sign(lease.connected());
                if (next.isPresent()) {
                    member = new Tenure(settings, maxAttempts, lease, publisher, stop, health).serve(next.get(), work);
                }
            }
        }
    }
}

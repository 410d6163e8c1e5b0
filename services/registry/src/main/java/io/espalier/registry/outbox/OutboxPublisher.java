package io.espalier.registry.outbox;

import io.espalier.contracts.PipelineException;
import io.espalier.registry.outbox.Outbox.Unsent;
import io.espalier.stage.EventPublisher;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Publishes what the outbox holds, oldest first, at least once: an event is marked as sent after the broker has it,
/// so a crash between the two publishes it again with the same id.
@ApplicationScoped
class OutboxPublisher {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);

    private static final int BATCH = 20;

    private final Outbox outbox;
    private final EventPublisher publisher;
    private final InstantSource clock;

    OutboxPublisher(Outbox outbox, EventPublisher publisher, InstantSource clock) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Scheduled(
            identity = "outbox",
            every = "${espalier.registry.outbox-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void publish() {
        for (Unsent unsent : outbox.unsent(BATCH)) {
            try {
                publisher.publish(unsent.event());
            } catch (PipelineException.Transient e) {
                LOG.warnf("outbox waits: %s: %s", e.code(), e.getMessage());
                return; // what was sent before is marked; the rest is tried again at the next turn
            }
            outbox.sent(unsent, clock.instant());
        }
    }
}

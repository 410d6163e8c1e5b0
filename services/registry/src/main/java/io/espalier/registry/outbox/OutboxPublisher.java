package io.espalier.registry.outbox;

import io.espalier.contracts.PipelineException;
import io.espalier.registry.outbox.Outbox.Unsent;
import io.espalier.stage.EventPublisher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Publishes what the outbox holds, oldest first, at least once: an event is marked as sent after the broker has it,
/// so a crash between the two publishes it again with the same id. Each event is a transaction of its own; one that the
/// broker refuses for good is set aside with the reason, and the next ones follow.
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
    void publish() {
        int published = 0;
        while (published < BATCH && QuarkusTransaction.requiringNew().call(this::publishOldest)) {
            published++;
        }
    }

    /// @return whether the next one may be tried at once
    private boolean publishOldest() {
        Optional<Unsent> oldest = outbox.oldest();
        if (oldest.isEmpty()) {
            return false;
        }
        Unsent unsent = oldest.get();
        try {
            publisher.publish(unsent.event());
            outbox.sent(unsent, clock.instant());
        } catch (PipelineException.Transient e) {
            LOG.warnf("outbox waits: %s: %s", e.code(), e.getMessage());
            return false; // tried again at the next turn
        } catch (PipelineException.Permanent e) {
            LOG.errorf("set aside, never to be published: outbox.id=%d %s: %s", unsent.id(), e.code(), e.getMessage());
            outbox.refused(unsent, e.code() + ": " + e.getMessage());
        }
        return true;
    }
}

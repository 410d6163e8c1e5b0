package io.espalier.stage;

import io.espalier.contracts.PipelineException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time for which a worker holds one record: keeps its lock while the work runs elsewhere, then settles it.
///
/// When the lock is lost (broker away, machine asleep) the work goes on without it: its outcome is stored all the
/// same, and whoever gets the record next finds it.
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    /// The polling thread looks at clock and stop signal this often.
    private static final Duration TICK = Duration.ofMillis(200);

    /// How long an interrupted handler may take to return before its thread is left behind.
    static final Duration INTERRUPT_GRACE = Duration.ofSeconds(2);

    private final WorkerSettings settings;
    private final int maxAttempts;
    private final RecordLease lease;
    private final EventPublisher publisher;
    private final StopSignal stop;
    private final HealthBoard health;
    private boolean lockLost;

    Tenure(
            WorkerSettings settings,
            int maxAttempts,
            RecordLease lease,
            EventPublisher publisher,
            StopSignal stop,
            HealthBoard health) {
        this.settings = settings;
        this.maxAttempts = maxAttempts;
        this.lease = lease;
        this.publisher = publisher;
        this.stop = stop;
        this.health = health;
    }

    /// @return whether the lease can be used for the next record
    boolean serve(ConsumerRecord<byte[], byte[]> consumed, PollingLoop.Work work) throws InterruptedException {
        health.working(null);
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        Thread worker = Thread.ofPlatform()
                .daemon()
                .name(settings.group() + "-work")
                .start(() -> verdict.complete(work.deliver(consumed, maxAttempts)));
        settle(consumed, await(verdict, worker));
        health.idle();
        return !lockLost;
    }

    private Verdict await(CompletableFuture<Verdict> verdict, Thread worker) throws InterruptedException {
        long insistAtNanos = Long.MAX_VALUE;
        long leaveAtNanos = Long.MAX_VALUE;
        while (!isDone(verdict)) {
            keepLock();
            long now = System.nanoTime();
            if (stop.asked() && insistAtNanos == Long.MAX_VALUE) {
                insistAtNanos = now + settings.stopGrace().toNanos();
            }
            if (now >= insistAtNanos && !stop.insisted()) {
                stop.insist();
                worker.interrupt();
                leaveAtNanos = now + INTERRUPT_GRACE.toNanos();
            }
            if (now >= leaveAtNanos) {
                LOG.warn("the work does not leave, its thread is left behind group={}", settings.group());
                return new Verdict.Left();
            }
        }
        return verdict.join();
    }

    private static boolean isDone(CompletableFuture<Verdict> verdict) throws InterruptedException {
        try {
            verdict.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("a delivery never throws", e);
        }
    }

    private void settle(ConsumerRecord<byte[], byte[]> consumed, Verdict verdict) throws InterruptedException {
        switch (verdict) {
            case Verdict.Settled ignored -> lease.settle(AcknowledgeType.ACCEPT);
            case Verdict.Left ignored -> giveBack(consumed);
            case Verdict.Again again -> {
                hold(again.pause());
                giveBack(consumed);
            }
        }
    }

    private void hold(Duration pause) throws InterruptedException {
        long endNanos = System.nanoTime() + pause.toNanos();
        while (System.nanoTime() < endNanos && !stop.asked()) {
            keepLock();
            Thread.sleep(TICK);
        }
    }

    /// Releases the record, or, since the broker would archive it after its last delivery, appends a copy of it.
    private void giveBack(ConsumerRecord<byte[], byte[]> consumed) {
        if (Attempts.deliveries(consumed) < maxAttempts || lockLost) {
            lease.settle(AcknowledgeType.RELEASE);
            return;
        }
        try {
            publisher.append(Attempts.copy(consumed));
            lease.settle(AcknowledgeType.ACCEPT);
        } catch (PipelineException e) {
            LOG.warn("released on its last delivery: {}", e.getMessage());
            lease.settle(AcknowledgeType.RELEASE);
        }
    }

    private void keepLock() {
        if (!lockLost && !lease.untilRenewal().isPositive() && !lease.renew()) {
            LOG.info("lock lost, the work goes on group={}", settings.group());
            lockLost = true;
            lease.close(); // A member that does not poll would keep the next record from others.
        }
        health.sign(publisher.connected());
    }
}

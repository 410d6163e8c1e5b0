package io.espalier.stage;

import io.espalier.contracts.PipelineException;
import io.espalier.contracts.StageProgressed;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes progress beside the work, so that a slow or absent broker never slows it; under pressure the oldest
/// reports are dropped.
final class ProgressChannel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressChannel.class);
    private static final int WAITING_REPORTS = 64;
    private static final long CLOSE_LIMIT_SECONDS = 2;

    private final EventPublisher publisher;
    private final ThreadPoolExecutor executor;

    ProgressChannel(EventPublisher publisher, String threadName) {
        this.publisher = publisher;
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_REPORTS),
                Thread.ofPlatform().daemon().name(threadName).factory(),
                new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    void send(StageProgressed progress) {
        executor.execute(() -> publish(progress));
    }

    private void publish(StageProgressed progress) {
        try {
            publisher.publish(progress);
        } catch (PipelineException e) {
            LOG.debug("progress lost run={} sequence={}: {}", progress.runId(), progress.sequence(), e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

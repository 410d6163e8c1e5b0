package io.espalier.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member of a share group that holds one record at a time and keeps its lock. Used by one thread.
///
/// Source: KIP-932 (share groups), KIP-1206 (`record_limit`), KIP-1222 (`RENEW`).
final class RecordLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordLease.class);

    /// Bound of each call to the broker but the idle poll.
    static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    /// The broker's default; the true one comes with the first record.
    private static final int LOCK_MILLIS = 30_000;

    /// Renewals per lock: one may fail and the next still comes in time.
    private static final int RENEWALS_PER_LOCK = 3;

    private final ShareConsumer<byte[], byte[]> consumer;
    private @Nullable ConsumerRecord<byte[], byte[]> held;
    private long lockedAtNanos;
    private Duration renewEvery = Duration.ofMillis(LOCK_MILLIS / RENEWALS_PER_LOCK);

    RecordLease(KafkaSettings kafka, String group, String topic) {
        consumer = new KafkaShareConsumer<>(
                kafka.with(Map.of(
                        "group.id",
                        group,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1,
                        "reconnect.backoff.max.ms",
                        1000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    /// The next record, locked for this member, if one comes within `wait`.
    Optional<ConsumerRecord<byte[], byte[]>> next(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> received : consumer.poll(wait)) {
            if (held == null) {
                hold(received);
            } else {
                consumer.acknowledge(received, AcknowledgeType.RELEASE);
            }
        }
        return Optional.ofNullable(held);
    }

    private void hold(ConsumerRecord<byte[], byte[]> received) {
        held = received;
        lockedAtNanos = System.nanoTime();
        int lockMillis = consumer.acquisitionLockTimeoutMs().orElse(LOCK_MILLIS);
        renewEvery = Duration.ofMillis(lockMillis / RENEWALS_PER_LOCK);
    }

    /// Time until the lock is to be renewed; zero or less = now.
    Duration untilRenewal() {
        return renewEvery.minusNanos(System.nanoTime() - lockedAtNanos);
    }

    /// Locks the held record anew.
    ///
    /// @return false if the lock is lost: the record is somebody else's or will be; this member is to be closed
    boolean renew() {
        ConsumerRecord<byte[], byte[]> renewing = held;
        if (renewing == null || !acknowledge(renewing, AcknowledgeType.RENEW)) {
            return false;
        }
        held = null;
        try {
            takeBack(renewing);
        } catch (KafkaException | IllegalStateException e) { // The work must not notice: it goes on without a lock.
            LOG.debug("renewed, but not handed back", e);
        }
        return held != null;
    }

    /// The client takes a renewed record back into its hands only by returning it from poll.
    private void takeBack(ConsumerRecord<byte[], byte[]> renewed) {
        for (ConsumerRecord<byte[], byte[]> received : consumer.poll(CALL_LIMIT)) {
            if (isSame(received, renewed)) {
                hold(received);
            } else {
                consumer.acknowledge(received, AcknowledgeType.RELEASE);
            }
        }
    }

    /// Ends the lock on the held record. If the broker cannot be told, the record comes back by itself.
    void settle(AcknowledgeType type) {
        if (held != null && !acknowledge(held, type)) {
            LOG.info("not acknowledged, will be delivered again: {}", type);
        }
        held = null;
    }

    private boolean acknowledge(ConsumerRecord<byte[], byte[]> locked, AcknowledgeType type) {
        try {
            consumer.acknowledge(locked, type);
            return consumer.commitSync(CALL_LIMIT).values().stream().allMatch(Optional::isEmpty);
        } catch (KafkaException | IllegalStateException e) { // The latter: it is not in the client's hands any more.
            LOG.debug("acknowledgement refused: {}", type, e);
            return false;
        }
    }

    private static boolean isSame(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
        return one.offset() == other.offset()
                && one.partition() == other.partition()
                && one.topic().equals(other.topic());
    }

    /// Whether this member has an open connection to a broker.
    boolean connected() {
        return Connections.open(consumer.metrics());
    }

    @Override
    public void close() {
        consumer.close(CALL_LIMIT);
    }
}

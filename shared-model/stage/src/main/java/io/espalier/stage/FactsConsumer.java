package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads facts in the order of each run, for projections: an ordinary consumer group, from the oldest fact on.
///
/// An offset is committed after the handler has returned, so a fact may be handed over again, and the handler drops
/// what it has seen by [PipelineEvent#id]. While it fails with `Transient`, the same fact is handed over again and
/// again; a fact that it refuses otherwise goes to the dead letters, and the next one follows. Submissions whose spec
/// is refused are left out: `ingest` answers them with `StageFailed`.
public final class FactsConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FactsConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /// Bound of each call to the broker, well below [WorkerHealth#LIVENESS_LIMIT].
    private static final int CALL_LIMIT_MILLIS = 20_000;

    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30));

    private final KafkaSettings kafka;
    private final String group;
    private final List<String> topics;
    private final Consumer<PipelineEvent> handler;
    private final Unread unread;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final HealthBoard health;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private int failuresInARow;

    /// Told of a fact that cannot be read but by its key, before it goes to the dead letters.
    @FunctionalInterface
    public interface Unread {

        /// @throws PipelineException.Transient if it is to be told again
        void of(RunId run, String topic, String reason);
    }

    /// Facts that cannot be read only go to the dead letters.
    public FactsConsumer(
            KafkaSettings kafka, String group, Collection<String> topics, Consumer<PipelineEvent> handler) {
        this(kafka, group, topics, handler, (run, topic, reason) -> {});
    }

    /// @param group   consumer group: two consumers of one group share the partitions
    /// @param handler called on the consumer's thread, one fact at a time
    public FactsConsumer(
            KafkaSettings kafka,
            String group,
            Collection<String> topics,
            Consumer<PipelineEvent> handler,
            Unread unread) {
        this.kafka = kafka;
        this.group = group;
        this.topics = List.copyOf(topics);
        this.handler = handler;
        this.unread = unread;
        this.publisher = new EventPublisher(kafka);
        this.deadLetters = new DeadLetters(publisher, group);
        this.health = new HealthBoard(InstantSource.system());
        this.thread = Thread.ofPlatform().daemon().name(group + "-facts").unstarted(this::consume);
    }

    public void start() {
        thread.start();
    }

    public WorkerHealth health() {
        return health.read(thread.isAlive());
    }

    private void consume() {
        while (!stop.asked()) {
            try (KafkaConsumer<byte[], byte[]> consumer = connect()) {
                consumer.subscribe(topics);
                while (!stop.asked()) {
                    consumer.poll(POLL).forEach(fact -> takeInOrder(consumer, fact));
                    health.sign(Connections.open(consumer.metrics()));
                }
            } catch (RuntimeException e) { // No broker, or the partition went elsewhere: nothing may end this thread.
                health.sign(false);
                LOG.warn("trying again group={}: {}", group, e.toString());
                pauseAfterFailure();
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> connect() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("group.id", group);
        properties.put("group.protocol", "consumer");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("max.poll.records", 1);
        properties.put("default.api.timeout.ms", CALL_LIMIT_MILLIS);
        properties.put("request.timeout.ms", CALL_LIMIT_MILLIS / 2);
        properties.put("reconnect.backoff.max.ms", 1000);
        return new KafkaConsumer<>(kafka.with(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void takeInOrder(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> fact) {
        TopicPartition partition = new TopicPartition(fact.topic(), fact.partition());
        try {
            take(fact);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(fact.offset() + 1)));
            failuresInARow = 0;
        } catch (PipelineException.Transient e) {
            LOG.warn("fact waits {}@{} {}: {}", partition, fact.offset(), e.code(), e.getMessage());
            consumer.seek(partition, fact.offset());
            pauseAfterFailure();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> fact) {
        try {
            hand(fact);
        } catch (PipelineException.Permanent e) {
            deadLetters.bury(fact, e.code(), String.valueOf(e.getMessage()), 1);
        } catch (PipelineException.Transient e) {
            throw e;
        } catch (RuntimeException e) { // The edge: a defect at one fact must not hide all later ones.
            LOG.error("dead letter {}-{}@{}", fact.topic(), fact.partition(), fact.offset(), e);
            deadLetters.bury(fact, ErrorCode.INTERNAL, e.toString(), 1);
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> fact) {
        switch (EventCodec.decode(fact)) {
            case DecodedRecord.Fact known -> handler.accept(known.event());
            case DecodedRecord.Refused refused -> LOG.debug("left out run={} {}", refused.runId(), refused.code());
            case DecodedRecord.Unreadable unreadable -> {
                EventCodec.runOf(fact).ifPresent(run -> unread.of(run, fact.topic(), unreadable.reason()));
                throw new PipelineException.Permanent(ErrorCode.EVENT_UNREADABLE, unreadable.reason());
            }
        }
    }

    private void pauseAfterFailure() {
        failuresInARow++;
        long end = System.nanoTime()
                + PAUSE.after(failuresInARow, RandomGenerator.getDefault()).toNanos();
        try {
            while (System.nanoTime() < end && !stop.asked()) {
                health.sign(publisher.connected());
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            stop.ask();
            Thread.currentThread().interrupt();
        }
    }

    /// Returns once the handler has returned, or after 10 s.
    @Override
    public void close() {
        stop.ask();
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}

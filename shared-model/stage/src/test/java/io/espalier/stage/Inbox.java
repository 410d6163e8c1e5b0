package io.espalier.stage;

import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Everything that was ever written to one topic, as a plain Kafka client sees it.
final class Inbox implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    Inbox(KafkaSettings kafka, String topic) {
        consumer = new KafkaConsumer<>(kafka.with(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// The first `count` events of `run`, as soon as they are there.
    List<PipelineEvent> awaitEvents(RunId run, int count) {
        return await(count, received -> isOf(run, received)).stream()
                .map(EventCodec::read)
                .toList();
    }

    /// The first `count` records that `wanted` accepts, as soon as they are there.
    List<ConsumerRecord<byte[], byte[]>> await(int count, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            List<ConsumerRecord<byte[], byte[]>> found = received(wanted);
            if (found.size() >= count) {
                return found.subList(0, count);
            }
        }
        throw new AssertionError("%d of %d records came within %s on %s"
                .formatted(received(wanted).size(), count, LIMIT, consumer.assignment()));
    }

    /// Events of `run` that are there now.
    List<PipelineEvent> events(RunId run) {
        return received(received -> isOf(run, received)).stream()
                .map(EventCodec::read)
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> received(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        return seen.stream().filter(wanted).toList();
    }

    private static boolean isOf(RunId run, ConsumerRecord<byte[], byte[]> received) {
        return EventCodec.decode(received) instanceof DecodedRecord.Fact fact
                && fact.event().runId().equals(run);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

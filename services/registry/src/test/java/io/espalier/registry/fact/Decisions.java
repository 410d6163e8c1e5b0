package io.espalier.registry.fact;

import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Topics;
import io.espalier.stage.EventCodec;
import io.espalier.stage.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What stands on `registry.decisions`, read by a plain consumer.
final class Decisions {

    private Decisions() {}

    /// Every record of `run`, in order, repeats included.
    static List<PipelineEvent> on(KafkaSettings kafka, RunId run) {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DECISIONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<PipelineEvent> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(EventCodec.read(record)));
            }
            found.removeIf(event -> !event.runId().equals(run));
            return found;
        }
    }
}

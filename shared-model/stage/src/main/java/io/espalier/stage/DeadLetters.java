package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Where records go that nobody can handle: key, value and headers as they came, and headers that say why.
final class DeadLetters {

    static final String CODE = "espalier-error-code";
    static final String MESSAGE = "espalier-error-message";
    static final String TOPIC = "espalier-original-topic";
    static final String PARTITION = "espalier-original-partition";
    static final String OFFSET = "espalier-original-offset";
    static final String ATTEMPT = "espalier-attempt";
    static final String GROUP = "espalier-group";

    private final EventPublisher publisher;
    private final String group;

    /// @param group the consumer group that gives up
    DeadLetters(EventPublisher publisher, String group) {
        this.publisher = publisher;
        this.group = group;
    }

    /// @throws PipelineException.Transient `BROKER_UNAVAILABLE`
    void bury(ConsumerRecord<byte[], byte[]> consumed, ErrorCode code, String message, int attempt) {
        Headers headers = new RecordHeaders(consumed.headers());
        put(headers, CODE, code.name());
        put(headers, MESSAGE, message);
        put(headers, TOPIC, consumed.topic());
        put(headers, PARTITION, Integer.toString(consumed.partition()));
        put(headers, OFFSET, Long.toString(consumed.offset()));
        put(headers, ATTEMPT, Integer.toString(attempt));
        put(headers, GROUP, group);
        publisher.append(
                new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, consumed.key(), consumed.value(), headers));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}

package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Where records go that nobody can handle: key, value and headers as they came, and headers that say why. Of a record
/// that is too large for that only the latter are kept, with the place where the rest is.
final class DeadLetters {

    static final String CODE = "espalier-error-code";
    static final String MESSAGE = "espalier-error-message";
    static final String TOPIC = "espalier-original-topic";
    static final String PARTITION = "espalier-original-partition";
    static final String OFFSET = "espalier-original-offset";
    static final String ATTEMPT = "espalier-attempt";
    static final String GROUP = "espalier-group";

    /// Characters of a reason.
    private static final int LONGEST_MESSAGE = 4_000;

    private final EventPublisher publisher;
    private final String group;

    /// @param group the consumer group that gives up
    DeadLetters(EventPublisher publisher, String group) {
        this.publisher = publisher;
        this.group = group;
    }

    /// @throws PipelineException.Transient `BROKER_UNAVAILABLE`
    void bury(ConsumerRecord<byte[], byte[]> consumed, ErrorCode code, String message, int attempt) {
        Headers why = why(consumed, code, message, attempt);
        Headers all = new RecordHeaders(consumed.headers());
        why.forEach(all::add);
        try {
            publisher.append(letter(consumed.key(), consumed.value(), all));
        } catch (PipelineException.Permanent e) {
            publisher.append(letter(null, null, why));
        }
    }

    private Headers why(ConsumerRecord<byte[], byte[]> consumed, ErrorCode code, String message, int attempt) {
        Headers headers = new RecordHeaders();
        put(headers, CODE, code.name());
        put(headers, MESSAGE, shortened(message));
        put(headers, TOPIC, consumed.topic());
        put(headers, PARTITION, Integer.toString(consumed.partition()));
        put(headers, OFFSET, Long.toString(consumed.offset()));
        put(headers, ATTEMPT, Integer.toString(attempt));
        put(headers, GROUP, group);
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> letter(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
    }

    /// `message`, or its beginning: a reason must not make a record too large for its topic.
    static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " …";
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}

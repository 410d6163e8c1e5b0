package io.espalier.stage;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// How often a piece of work was handed out.
///
/// The broker archives a record after its last delivery. A worker that is stopped on that delivery therefore appends
/// a copy of the record, which starts anew but remembers the attempts before.
final class Attempts {

    static final String BEFORE = "espalier-attempts-before";

    private Attempts() {}

    /// Deliveries of this record by the broker, from 1.
    static int deliveries(ConsumerRecord<byte[], byte[]> consumed) {
        return consumed.deliveryCount().map(Short::intValue).orElse(1);
    }

    /// Deliveries of this work, copies included, from 1.
    static int total(ConsumerRecord<byte[], byte[]> consumed) {
        Header before = consumed.headers().lastHeader(BEFORE);
        return deliveries(consumed) + (before == null ? 0 : count(before.value()));
    }

    static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> consumed) {
        Headers headers = new RecordHeaders(consumed.headers());
        headers.remove(BEFORE);
        headers.add(BEFORE, Integer.toString(total(consumed)).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(consumed.topic(), null, null, consumed.key(), consumed.value(), headers);
    }

    private static int count(byte[] digits) {
        String text = new String(digits, StandardCharsets.UTF_8);
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}

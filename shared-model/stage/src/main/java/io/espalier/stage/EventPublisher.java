package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Publishes facts: idempotent, `acks=all`, and each call waits for the broker's acknowledgement. Thread-safe.
public final class EventPublisher implements AutoCloseable {

    /// How long the broker may be away before a publication fails.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /// Above the broker's bound of a record, so that a dead letter has room for the headers that it gains.
    static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

    private final Producer<byte[], byte[]> producer;

    public EventPublisher(KafkaSettings kafka) {
        this(kafka, PATIENCE);
    }

    /// @param patience how long the broker may be away before [#publish] fails, >= 1 s
    public EventPublisher(KafkaSettings kafka, Duration patience) {
        int patienceMillis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties = kafka.with(Map.of(
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                0,
                "max.request.size",
                MAX_REQUEST_BYTES,
                "max.block.ms",
                patienceMillis,
                "request.timeout.ms",
                patienceMillis / 2,
                "delivery.timeout.ms",
                patienceMillis,
                "reconnect.backoff.max.ms",
                1000));
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Returns once the broker has `event`. Publishing the same fact again is harmless: its id is the same.
    ///
    /// @throws PipelineException.Transient `BROKER_UNAVAILABLE` if the broker did not acknowledge in time
    /// @throws PipelineException.Permanent `INTERNAL` if `event` is larger than a record may be
    public void publish(PipelineEvent event) {
        append(EventCodec.encode(event));
    }

    void append(ProducerRecord<byte[], byte[]> toAppend) {
        try {
            producer.send(toAppend).get();
        } catch (ExecutionException e) {
            throw refused(toAppend, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(toAppend, e);
        } catch (KafkaException e) {
            if (e instanceof InterruptException) {
                Thread.currentThread().interrupt();
            }
            throw refused(toAppend, e);
        }
    }

    /// Whether a connection to a broker is open; idle ones are closed after minutes.
    boolean connected() {
        return Connections.open(producer.metrics());
    }

    /// What the broker or the client says of the record itself, it will say of it again.
    private static PipelineException refused(ProducerRecord<byte[], byte[]> toAppend, Throwable cause) {
        if (cause instanceof RecordTooLargeException || cause instanceof SerializationException) {
            return new PipelineException.Permanent(
                    ErrorCode.INTERNAL,
                    "a record for " + toAppend.topic() + " cannot be written: " + cause.getMessage(),
                    cause);
        }
        return unavailable(toAppend, cause);
    }

    private static PipelineException unavailable(ProducerRecord<byte[], byte[]> toAppend, Throwable cause) {
        return new PipelineException.Transient(
                ErrorCode.BROKER_UNAVAILABLE,
                "the broker did not acknowledge a record for " + toAppend.topic() + ": " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}

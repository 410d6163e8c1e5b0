package io.espalier.stage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPromoted;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.ModelRejected;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.Submission;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// A [PipelineEvent] as a CloudEvent on Kafka: key = run, `ce_id` = [PipelineEvent#id], `ce_source` =
/// `/espalier/<stage>`, data = its JSON. Written in binary mode, read in binary and structured mode.
///
/// On `registry.submissions` the data is a [Submission], as a plain client writes it; its run is
/// [RunId#ofSubmission] of the envelope's source and id, unless the data names its `run-id`, as Espalier's own do.
///
/// Source: CloudEvents 1.0.2, Kafka protocol binding 1.0.2, §3.1 structured and §3.2 binary content mode.
public final class EventCodec {

    static {
        // Not left to a service file, which a class loader that hides one would lose.
        EventFormatProvider.getInstance().registerFormat(new JsonFormat());
    }

    private EventCodec() {}

    public static ProducerRecord<byte[], byte[]> encode(PipelineEvent event) {
        CloudEvent envelope = CloudEventBuilder.v1()
                .withId(event.id())
                .withSource(URI.create("/espalier/" + emitter(event).label()))
                .withType(event.type())
                .withSubject(event.runId().value())
                .withTime(event.occurredAt().atOffset(ZoneOffset.UTC))
                .withData("application/json", Json.write(event))
                .build();
        byte[] key = event.runId().value().getBytes(StandardCharsets.UTF_8);
        return KafkaMessageFactory.createWriter(event.topic(), key).writeBinary(envelope);
    }

    /// Never throws: a record that defeats a reader is [DecodedRecord.Unreadable].
    public static DecodedRecord decode(ConsumerRecord<byte[], byte[]> consumed) {
        try {
            return opened(consumed);
        } catch (RuntimeException e) { // Foreign bytes: whatever a reader throws at them, they are no event.
            return new DecodedRecord.Unreadable("cannot be read: " + e);
        }
    }

    private static DecodedRecord opened(ConsumerRecord<byte[], byte[]> consumed) {
        CloudEvent envelope;
        try {
            // A copy: the reader walks the headers, and a dead letter must carry them as they came.
            envelope = KafkaMessageFactory.createReader(new RecordHeaders(consumed.headers()), value(consumed))
                    .toEvent();
        } catch (RuntimeException e) { // The library has many ways to say it.
            return new DecodedRecord.Unreadable("not a CloudEvent: " + e.getMessage());
        }
        return consumed.topic().equals(Topics.SUBMISSIONS)
                ? submission(envelope, Instant.ofEpochMilli(consumed.timestamp()))
                : event(envelope);
    }

    /// The run that a record's key names, also where the record itself cannot be read.
    static Optional<RunId> runOf(ConsumerRecord<byte[], byte[]> consumed) {
        byte @Nullable [] key = consumed.key();
        try {
            return key == null ? Optional.empty() : Optional.of(new RunId(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // another client's key
        }
    }

    /// The event of a record that is one.
    ///
    /// @throws PipelineException.Permanent `EVENT_UNREADABLE`, or `SPEC_INVALID` for a submission that is refused
    public static PipelineEvent read(ConsumerRecord<byte[], byte[]> consumed) {
        return switch (decode(consumed)) {
            case DecodedRecord.Fact fact -> fact.event();
            case DecodedRecord.Refused refused ->
                throw new PipelineException.Permanent(refused.code(), refused.message());
            case DecodedRecord.Unreadable unreadable ->
                throw new PipelineException.Permanent(ErrorCode.EVENT_UNREADABLE, unreadable.reason());
        };
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> consumed) {
        byte @Nullable [] value = consumed.value();
        return value == null ? new byte[0] : value;
    }

    private static DecodedRecord event(CloudEvent envelope) {
        try {
            PipelineEvent event = Json.read(data(envelope), PipelineEvent.class);
            return event.type().equals(envelope.getType())
                    ? new DecodedRecord.Fact(event)
                    : new DecodedRecord.Unreadable(
                            "ce_type must be the data's type, " + event.type() + ", was " + envelope.getType());
        } catch (PipelineException.Permanent e) {
            return new DecodedRecord.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static DecodedRecord submission(CloudEvent envelope, Instant appended) {
        if (!envelope.getType().equals(ModelSubmitted.TYPE)) {
            return new DecodedRecord.Unreadable(
                    "ce_type must be " + ModelSubmitted.TYPE + ", was " + envelope.getType());
        }
        RunId run = RunId.ofSubmission(envelope.getSource().toString(), envelope.getId());
        Instant when =
                envelope.getTime() == null ? appended : envelope.getTime().toInstant();
        try {
            return new DecodedRecord.Fact(submitted(data(envelope), run, when));
        } catch (PipelineException.Permanent e) {
            return new DecodedRecord.Refused(run, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static ModelSubmitted submitted(byte[] data, RunId ofEnvelope, Instant when) {
        RunId run = ofEnvelope;
        SweepId sweep = null;
        String json = new String(data, StandardCharsets.UTF_8);
        if (tree(data) instanceof ObjectNode event
                && event.path("type").asText().equals(ModelSubmitted.TYPE)) {
            run = Json.read(Json.write(event.path("run-id")), RunId.class);
            sweep = event.has("sweep") ? Json.read(Json.write(event.path("sweep")), SweepId.class) : null;
            json = event.remove(List.of("type", "run-id", "occurred-at", "sweep"))
                    .toString();
        }
        Submission submission = RunSpecReader.readSubmission(json);
        return new ModelSubmitted(
                run, when, submission.modelUri(), submission.sha256(), submission.spec(), submission.budgets(), sweep);
    }

    private static @Nullable JsonNode tree(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException e) {
            return null; // The strict reader says what is wrong with it.
        } catch (IOException e) {
            throw new AssertionError("a byte array has no I/O errors", e);
        }
    }

    private static byte[] data(CloudEvent envelope) {
        CloudEventData data = envelope.getData();
        return data == null ? new byte[0] : data.toBytes();
    }

    private static Stage emitter(PipelineEvent event) {
        return switch (event) {
            case ModelSubmitted ignored -> Stage.INGEST;
            case ModelIngested ignored -> Stage.INGEST;
            case ModelPruned ignored -> Stage.PRUNING;
            case ModelFinetuned ignored -> Stage.FINETUNING;
            case ModelEvaluated ignored -> Stage.EVALUATION;
            case ModelPromoted ignored -> Stage.REGISTRY;
            case ModelRejected ignored -> Stage.REGISTRY;
            case StageProgressed progress -> progress.stage();
            case StageFailed failure -> failure.stage();
        };
    }
}

package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelRejected;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

    private static final RunId RUN = RunId.ofSubmission("/laptop", "1");
    private static final Instant WHEN = Samples.WHEN;
    private static final Instant APPENDED = Instant.parse("2026-02-03T04:05:06Z");
    private static final String DATA = """
            {"model-uri":"file:/tiny.onnx","spec":{"model":"tiny","data":{"uri":"images"}}}""";

    private static final List<BudgetSpec> BUDGETS = List.of(Samples.SPEC.prune().budget(), new BudgetSpec(0.75));

    static List<PipelineEvent> events() {
        ModelIngested ingested = new ModelIngested(RUN, WHEN, Samples.FILE, Samples.SPEC);
        return List.of(
                new ModelSubmitted(RUN, WHEN, URI.create("file:/tiny.onnx"), null, Samples.SPEC),
                new ModelSubmitted(RUN, WHEN, URI.create("file:/tiny.onnx"), null, Samples.SPEC, BUDGETS, null),
                new ModelSubmitted(RUN, WHEN, URI.create("file:/tiny.onnx"), null, Samples.SPEC, null, SweepId.of(RUN)),
                ingested,
                Samples.pruned(ingested),
                new ModelRejected(RUN, WHEN, "tiny", 1, Samples.FILE, List.of()),
                new StageProgressed(RUN, WHEN, Stage.PRUNING, 1, 7, "prune", 3, 10, Map.of("loss", 0.5)),
                new StageFailed(RUN, WHEN, Stage.INGEST, ErrorCode.MODEL_NOT_ONNX, "not a model"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrites(PipelineEvent event) {
        ProducerRecord<byte[], byte[]> written = EventCodec.encode(event);

        assertThat(EventCodec.read(consumed(written.topic(), written.headers(), written.value())))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void writesABinaryCloudEventKeyedByItsRun(PipelineEvent event) {
        ProducerRecord<byte[], byte[]> written = EventCodec.encode(event);

        assertThat(written.topic()).isEqualTo(event.topic());
        assertThat(written.key()).asString(StandardCharsets.UTF_8).isEqualTo(RUN.value());
        assertThat(header(written, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(written, "ce_id")).isEqualTo(event.id());
        assertThat(header(written, "ce_type")).isEqualTo(event.type());
        assertThat(header(written, "ce_source")).startsWith("/espalier/");
        assertThat(header(written, "content-type")).isEqualTo("application/json");
    }

    @Test
    void namesTheStageThatEmits() {
        StageFailed failed = new StageFailed(RUN, WHEN, Stage.FINETUNING, ErrorCode.INTERNAL, "m");

        assertThat(header(EventCodec.encode(failed), "ce_source")).isEqualTo("/espalier/finetuning");
    }

    @Test
    void takesRunAndTimeOfASubmissionFromItsEnvelope() {
        PipelineEvent event = EventCodec.read(consumed(Topics.SUBMISSIONS, envelope(), bytes(DATA)));

        assertThat(event)
                .isEqualTo(new ModelSubmitted(RUN, APPENDED, URI.create("file:/tiny.onnx"), null, Samples.SPEC));
    }

    @Test
    void aListOfBudgetsIsASweep() {
        String data =
                DATA.replace("}}}", "},\"prune\":{\"budget\":[{\"block-sparsity\":0.5},{\"block-sparsity\":0.75}]}}}");

        PipelineEvent event = EventCodec.read(consumed(Topics.SUBMISSIONS, envelope(), bytes(data)));

        assertThat(event).isInstanceOfSatisfying(ModelSubmitted.class, submitted -> {
            assertThat(submitted.budgets()).isEqualTo(BUDGETS);
            assertThat(submitted.spec()).isEqualTo(Samples.SPEC);
            assertThat(submitted.ofSweep()).isEqualTo(SweepId.of(RUN));
        });
    }

    @Test
    void refusesASubmissionUnderItsRun() {
        DecodedRecord decoded =
                EventCodec.decode(consumed(Topics.SUBMISSIONS, envelope(), bytes(DATA.replace("tiny\"", "Tiny\""))));

        assertThat(decoded).isInstanceOfSatisfying(DecodedRecord.Refused.class, refused -> {
            assertThat(refused.runId()).isEqualTo(RUN);
            assertThat(refused.code()).isEqualTo(ErrorCode.SPEC_INVALID);
            assertThat(refused.message()).contains("spec.model", "Tiny");
        });
    }

    @ParameterizedTest
    @CsvSource({"'{]'", "''", "'[1]'", "'{}'", "'{\"type\":\"io.espalier.model-submitted.v1\",\"run-id\":\"no\"}'"})
    void refusesASubmissionWhoseDataIsNone(String data) {
        DecodedRecord decoded = EventCodec.decode(consumed(Topics.SUBMISSIONS, envelope(), bytes(data)));

        assertThat(decoded).isInstanceOf(DecodedRecord.Refused.class);
    }

    @ParameterizedTest
    @MethodSource("io.espalier.stage.Poison#topics")
    void cannotReadDataThatIsNoEvent(String topic) {
        Poison.records(topic).forEach(poison -> {
            DecodedRecord decoded = EventCodec.decode(consumed(topic, poison.headers(), poison.value()));

            assertThat(decoded)
                    .as("%s on %s", new String(poison.value(), StandardCharsets.UTF_8), topic)
                    .isInstanceOf(
                            topic.equals(Topics.SUBMISSIONS)
                                    ? DecodedRecord.Refused.class
                                    : DecodedRecord.Unreadable.class);
        });
    }

    @Test
    void cannotReadARecordWithoutAnEnvelope() {
        ConsumerRecord<byte[], byte[]> bare = consumed(Topics.SUBMISSIONS, new RecordHeaders(), bytes(DATA));

        assertThatThrownBy(() -> EventCodec.read(bare))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.EVENT_UNREADABLE));
    }

    @Test
    void cannotReadABrokenStructuredEvent() {
        Headers structured = new RecordHeaders().add("content-type", bytes("application/cloudevents+json"));

        assertThat(EventCodec.decode(consumed(Topics.INGESTED, structured, bytes("{"))))
                .isInstanceOf(DecodedRecord.Unreadable.class);
    }

    @Test
    void cannotReadATombstone() {
        assertThat(EventCodec.decode(consumed(Topics.INGESTED, new RecordHeaders(), null)))
                .isInstanceOf(DecodedRecord.Unreadable.class);
    }

    @Test
    void cannotReadAnEnvelopeThatContradictsItsData() {
        ProducerRecord<byte[], byte[]> written = EventCodec.encode(events().get(1));
        written.headers().remove("ce_type").add("ce_type", bytes("io.espalier.model-pruned.v1"));

        assertThat(EventCodec.decode(consumed(Topics.INGESTED, written.headers(), written.value())))
                .isInstanceOf(DecodedRecord.Unreadable.class);
    }

    @Test
    void cannotReadAnotherTypeAmongSubmissions() {
        Headers other = envelope().remove("ce_type").add("ce_type", bytes("com.example.other"));

        assertThat(EventCodec.decode(consumed(Topics.SUBMISSIONS, other, bytes(DATA))))
                .isEqualTo(new DecodedRecord.Unreadable(
                        "ce_type must be io.espalier.model-submitted.v1, was com.example.other"));
    }

    private static Headers envelope() {
        return new RecordHeaders()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes("1"))
                .add("ce_source", bytes("/laptop"))
                .add("ce_type", bytes(ModelSubmitted.TYPE))
                .add("content-type", bytes("application/json"));
    }

    private static ConsumerRecord<byte[], byte[]> consumed(String topic, Headers headers, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                APPENDED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                headers,
                Optional.empty());
    }

    private static String header(ProducerRecord<byte[], byte[]> written, String name) {
        return new String(written.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.FileStorage;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models pushed by a client that knows nothing of Espalier but a topic and the CloudEvents format.
class SubmissionIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());

    private static final String DATA = """
            {"model-uri": "file:/models/tiny.onnx", "spec": {"model": "tiny", "data": {"uri": "images"}}}""";

    @TempDir
    private static Path directory;

    private static StageWorker<ModelSubmitted> ingest;
    private static KafkaProducer<String, String> plainClient;
    private static Inbox ingested;
    private static Inbox failures;

    @BeforeAll
    static void startIngest() {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
        FileStorage storage = new FileStorage(directory);
        ingest = new StageWorker<>(
                WorkerSettings.of(KAFKA, Stage.INGEST),
                ModelSubmitted.class,
                SubmissionIT::ingest,
                storage.outcomes(),
                storage.checkpoints());
        ingest.start();
        plainClient = new KafkaProducer<>(KAFKA.with(Map.of()), new StringSerializer(), new StringSerializer());
        ingested = new Inbox(KAFKA, Topics.INGESTED);
        failures = new Inbox(KAFKA, Topics.FAILURES);
    }

    @AfterAll
    static void stop() {
        ingest.close();
        plainClient.close();
        ingested.close();
        failures.close();
    }

    private static PipelineEvent ingest(ModelSubmitted asked, StageContext context) {
        return new ModelIngested(asked.runId(), asked.occurredAt(), Samples.FILE, asked.spec());
    }

    @Test
    void acceptsAStructuredCloudEvent() {
        String structured = """
                {"specversion": "1.0", "id": "42", "source": "/laptop", "type": "%s",
                 "time": "2026-01-02T03:04:05Z", "datacontenttype": "application/json", "data": %s}""".formatted(ModelSubmitted.TYPE, DATA);
        ProducerRecord<String, String> pushed = new ProducerRecord<>(Topics.SUBMISSIONS, structured);
        put(pushed, "content-type", "application/cloudevents+json; charset=UTF-8");

        push(pushed);

        assertThat(ingested.awaitEvents(RunId.ofSubmission("/laptop", "42"), 1).getFirst())
                .isInstanceOfSatisfying(ModelIngested.class, event -> {
                    assertThat(event.spec()).isEqualTo(Samples.SPEC);
                    assertThat(event.occurredAt()).isEqualTo("2026-01-02T03:04:05Z");
                });
    }

    @Test
    void endsTheRunOfASubmissionWithABadSpec() {
        ProducerRecord<String, String> pushed = binary("43", DATA.replace("\"images\"", "\"images\", \"limit\": -1"));

        push(pushed);

        assertThat(failures.awaitEvents(RunId.ofSubmission("/laptop", "43"), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> {
                    assertThat(failed.stage()).isEqualTo(Stage.INGEST);
                    assertThat(failed.code()).isEqualTo(ErrorCode.SPEC_INVALID);
                    assertThat(failed.message()).contains("spec.data.limit", "-1");
                });
    }

    @Test
    void acceptsABinaryCloudEventAfterABadOne() {
        push(binary("44", "this is no JSON"));
        push(binary("45", DATA));

        assertThat(ingested.awaitEvents(RunId.ofSubmission("/laptop", "45"), 1)).hasSize(1);
        assertThat(failures.awaitEvents(RunId.ofSubmission("/laptop", "44"), 1)).hasSize(1);
    }

    private static void push(ProducerRecord<String, String> pushed) {
        assertThat(plainClient.send(pushed)).succeedsWithin(Duration.ofSeconds(30));
    }

    private static ProducerRecord<String, String> binary(String id, String data) {
        ProducerRecord<String, String> pushed = new ProducerRecord<>(Topics.SUBMISSIONS, data);
        put(pushed, "ce_specversion", "1.0");
        put(pushed, "ce_id", id);
        put(pushed, "ce_source", "/laptop");
        put(pushed, "ce_type", ModelSubmitted.TYPE);
        put(pushed, "content-type", "application/json");
        return pushed;
    }

    private static void put(ProducerRecord<String, String> push, String header, String value) {
        push.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
    }
}

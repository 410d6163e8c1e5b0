package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.FileStorage;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What one worker does with one record after the other, on a real broker.
class StageWorkerIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());
    private static final Backoff SHORT_PAUSE = new Backoff(Duration.ofMillis(50), 2, Duration.ofMillis(200));

    /// What the work shall do, by run.
    private static final Map<RunId, String> BEHAVIOURS = new ConcurrentHashMap<>();

    /// Every handler call of every test, in order: name of the run and attempt.
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path directory;

    private static EventPublisher publisher;
    private static FileStorage storage;
    private static StageWorker<ModelIngested> worker;
    private static Inbox failures;
    private static Inbox deadLetters;
    private static Inbox pruned;

    @BeforeAll
    static void startOneWorkerForAll() {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
        publisher = new EventPublisher(KAFKA);
        storage = new FileStorage(directory);
        WorkerSettings settings = WorkerSettings.of(KAFKA, Stage.PRUNING)
                .withRetryPause(SHORT_PAUSE)
                .withMaxAttempts(4);
        worker = new StageWorker<>(
                settings, ModelIngested.class, StageWorkerIT::prune, storage.outcomes(), storage.checkpoints());
        worker.start();
        failures = new Inbox(KAFKA, Topics.FAILURES);
        deadLetters = new Inbox(KAFKA, Topics.DEAD_LETTERS);
        pruned = new Inbox(KAFKA, Topics.PRUNED);
    }

    @AfterAll
    static void stop() {
        worker.close();
        publisher.close();
        failures.close();
        deadLetters.close();
        pruned.close();
    }

    /// Does what the test said about the run.
    private static PipelineEvent prune(ModelIngested event, StageContext context) {
        String behaviour = BEHAVIOURS.getOrDefault(event.runId(), "succeeds");
        CALLS.add(event.runId() + "#" + context.attempt());
        return switch (behaviour) {
            case "fails for good" -> throw new PipelineException.Permanent(ErrorCode.TRAINING_DIVERGED, "loss is NaN");
            case "fails twice" -> {
                if (context.attempt() <= 2) {
                    throw new PipelineException.Transient(ErrorCode.STORE_UNAVAILABLE, "no answer");
                }
                yield Samples.pruned(event);
            }
            case "always fails" -> throw new PipelineException.Transient(ErrorCode.STORE_FULL, "0 bytes left");
            case "is defect" -> throw new IllegalStateException("index -1");
            case "is overtaken" -> {
                ModelPruned first = Samples.pruned(event);
                storage.outcomes().putIfAbsent(event.runId() + "/pruning", Json.write(first));
                yield Samples.pruned(event);
            }
            case "reports" -> {
                context.checkpoints().save(1, new byte[] {1});
                for (int step = 1; step <= 100; step++) {
                    context.progress("prune", step, 100, Map.of("loss", 1.0 / step, "temperature", Double.NaN));
                }
                yield Samples.pruned(event);
            }
            default -> Samples.pruned(event);
        };
    }

    private static ModelIngested event(TestInfo test, String behaviour) {
        ModelIngested event = Samples.ingested(test.getDisplayName());
        BEHAVIOURS.put(event.runId(), behaviour);
        return event;
    }

    private static long calls(RunId run) {
        return CALLS.stream().filter(call -> call.startsWith(run + "#")).count();
    }

    @Test
    void publishesTheSameOutcomeForAnEventThatComesTwice(TestInfo test) {
        ModelIngested event = event(test, "succeeds");

        publisher.publish(event);
        publisher.publish(event);

        List<PipelineEvent> outcomes = pruned.awaitEvents(event.runId(), 2);
        assertThat(outcomes.getFirst()).isInstanceOf(ModelPruned.class).isEqualTo(outcomes.getLast());
        assertThat(calls(event.runId())).isEqualTo(1);
        assertThat(storage.outcomes().find(event.runId() + "/pruning")).hasValue(Json.write(outcomes.getFirst()));
    }

    @Test
    void buriesARecordThatIsNoEventAndGoesOn(TestInfo test) {
        byte[] poison = ("not an event: " + test.getDisplayName()).getBytes(StandardCharsets.UTF_8);
        ModelIngested next = event(test, "succeeds");

        publisher.append(new ProducerRecord<>(Topics.INGESTED, new byte[] {1}, poison));
        publisher.publish(next);

        ConsumerRecord<byte[], byte[]> letter = deadLetters
                .await(1, received -> Arrays.equals(received.value(), poison))
                .getFirst();
        assertThat(letter.key()).containsExactly(1);
        assertThat(header(letter, DeadLetters.CODE)).isEqualTo("EVENT_UNREADABLE");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(Topics.INGESTED);
        assertThat(header(letter, DeadLetters.GROUP)).isEqualTo("espalier-pruning");
        assertThat(header(letter, DeadLetters.ATTEMPT)).isEqualTo("1");
        assertThat(header(letter, DeadLetters.OFFSET)).matches("\\d+");
        assertThat(pruned.awaitEvents(next.runId(), 1)).hasSize(1);
    }

    @Test
    void buriesAnEventOfAnotherStage(TestInfo test) {
        ModelPruned stray = Samples.pruned(event(test, "succeeds"));
        ProducerRecord<byte[], byte[]> encoded = EventCodec.encode(stray);

        publisher.append(
                new ProducerRecord<>(Topics.INGESTED, null, null, encoded.key(), encoded.value(), encoded.headers()));

        ConsumerRecord<byte[], byte[]> letter = deadLetters
                .await(1, received -> Arrays.equals(received.value(), encoded.value()))
                .getFirst();
        assertThat(header(letter, DeadLetters.MESSAGE)).contains("no work for this stage", ModelPruned.TYPE);
        assertThat(header(letter, "ce_type")).isEqualTo(ModelPruned.TYPE);
    }

    @Test
    void endsTheRunAtAPermanentFailureAndGoesOn(TestInfo test) {
        ModelIngested event = event(test, "fails for good");
        ModelIngested next = Samples.ingested("after " + test.getDisplayName());

        publisher.publish(event);
        publisher.publish(next);

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> {
                    assertThat(failed.stage()).isEqualTo(Stage.PRUNING);
                    assertThat(failed.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED);
                    assertThat(failed.message()).isEqualTo("loss is NaN");
                });
        assertThat(pruned.awaitEvents(next.runId(), 1)).hasSize(1);
        assertThat(calls(event.runId())).isEqualTo(1);
    }

    @Test
    void triesAgainAfterATransientFailureWithARisingAttempt(TestInfo test) {
        ModelIngested event = event(test, "fails twice");

        publisher.publish(event);

        pruned.awaitEvents(event.runId(), 1);
        assertThat(CALLS)
                .containsSubsequence(event.runId() + "#1", event.runId() + "#2", event.runId() + "#3")
                .doesNotContain(event.runId() + "#4");
    }

    @Test
    void givesUpAfterTheLastAttempt(TestInfo test) {
        ModelIngested event = event(test, "always fails");

        publisher.publish(event);

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.DELIVERIES_EXHAUSTED);
                    assertThat(failed.message()).contains("4 attempts", "STORE_FULL", "0 bytes left");
                });
        assertThat(deadLetters.awaitEvents(event.runId(), 1)).containsExactly(event);
        assertThat(calls(event.runId())).isEqualTo(4);
    }

    @Test
    void callsADefectInternalAfterThreeAttempts(TestInfo test) {
        ModelIngested event = event(test, "is defect");

        publisher.publish(event);

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
                    assertThat(failed.message()).contains("index -1");
                });
        assertThat(calls(event.runId())).isEqualTo(3);
        assertThat(deadLetters.awaitEvents(event.runId(), 1)).containsExactly(event);
    }

    @Test
    void publishesTheFirstOutcomeStoredEvenIfItIsNotItsOwn(TestInfo test) {
        ModelIngested event = event(test, "is overtaken");

        publisher.publish(event);

        PipelineEvent published = pruned.awaitEvents(event.runId(), 1).getFirst();
        assertThat(storage.outcomes().find(event.runId() + "/pruning")).hasValue(Json.write(published));
    }

    @Test
    void reportsProgressThinnedOutAndForgetsCheckpoints(TestInfo test) {
        ModelIngested event = event(test, "reports");

        publisher.publish(event);

        pruned.awaitEvents(event.runId(), 1);
        try (Inbox progress = new Inbox(KAFKA, Topics.PROGRESS)) {
            List<PipelineEvent> reports = progress.awaitEvents(event.runId(), 2);
            assertThat(reports.getFirst()).isInstanceOfSatisfying(StageProgressed.class, first -> {
                assertThat(first.done()).isEqualTo(1);
                assertThat(first.metrics()).isEqualTo(Map.of("loss", 1.0));
            });
            assertThat(reports.getLast()).isInstanceOfSatisfying(StageProgressed.class, last -> assertThat(last.done())
                    .isEqualTo(100));
        }
        assertThat(storage.checkpoints().newest(event.runId() + "/pruning")).isEmpty();
    }

    private static String header(ConsumerRecord<byte[], byte[]> received, String name) {
        return new String(received.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}

package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Records whose outcome the store or the broker does not take: they end, too.
@Timeout(60)
class UnsettledIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());
    private static final String TOO_LARGE = "x".repeat(EventPublisher.MAX_REQUEST_BYTES + 1);

    @TempDir
    private Path directory;

    private ModelIngested event;
    private ModelIngested next;
    private WorkBench bench;

    @BeforeAll
    static void createTopics() {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
    }

    @BeforeEach
    void lay(TestInfo test) {
        event = Samples.ingested(test.getDisplayName());
        next = Samples.ingested("after " + test.getDisplayName());
        bench = new WorkBench(KAFKA, test.getTestMethod().orElseThrow().getName(), directory);
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    @Test
    void endsARunWhoseOutcomeIsNeverStored() {
        OutcomeStore failing = failingFor(
                event, new PipelineException.Transient(ErrorCode.STORE_UNAVAILABLE, "no answer from the store"));

        assertEnds(failing, ErrorCode.DELIVERIES_EXHAUSTED, "2 attempts: STORE_UNAVAILABLE: no answer from the store");
    }

    @Test
    void endsARunAtADefectOfTheStore() {
        assertEnds(failingFor(event, new IllegalStateException("index -1")), ErrorCode.INTERNAL, "index -1");
    }

    @Test
    void endsARunAtOnceWhoseOutcomeIsTooLarge() {
        AtomicInteger calls = new AtomicInteger();
        Inbox failures = bench.inbox(Topics.FAILURES);
        Inbox deadLetters = bench.inbox(Topics.DEAD_LETTERS);
        bench.startWorker(2, (asked, context) -> {
            calls.incrementAndGet();
            return new StageFailed(asked.runId(), Samples.WHEN, Stage.EVALUATION, ErrorCode.INTERNAL, TOO_LARGE);
        });

        bench.submit(event);

        StageFailed failed =
                (StageFailed) failures.awaitEvents(event.runId(), 1).getFirst();
        assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failed.message()).contains("1 attempts", Topics.FAILURES, "cannot be written");
        assertThat(deadLetters.awaitEvents(event.runId(), 1)).containsExactly(event);
        assertThat(calls).hasValue(1);
    }

    @Test
    void endsTheRunThatTheKeyOfAnUnreadableRecordNames() {
        Inbox failures = bench.inbox(Topics.FAILURES);
        Inbox deadLetters = bench.inbox(Topics.DEAD_LETTERS);
        bench.startWorker(2, (asked, context) -> Samples.pruned(asked));

        bench.submitBytes(event.runId().value(), "{}");

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(
                        StageFailed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.EVENT_UNREADABLE));
        assertThat(deadLetters.await(1, letter -> Poison.isBuried(letter, bench.topic(), "espalier-evaluation")))
                .isNotEmpty();
    }

    @Test
    void cutsAReasonThatWouldNotFitIntoARecord() {
        Inbox failures = bench.inbox(Topics.FAILURES);
        bench.startWorker(2, (asked, context) -> {
            throw new PipelineException.Permanent(ErrorCode.OPERATOR_UNSUPPORTED, TOO_LARGE);
        });

        bench.submit(event);

        StageFailed failed =
                (StageFailed) failures.awaitEvents(event.runId(), 1).getFirst();
        assertThat(failed.code()).isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED);
        assertThat(failed.message()).startsWith("xxx").endsWith(" …").hasSizeLessThan(5_000);
    }

    @Test
    void refusesARecordThatIsTooLargeForGood() {
        StageFailed large = new StageFailed(event.runId(), Samples.WHEN, Stage.INGEST, ErrorCode.INTERNAL, TOO_LARGE);

        try (EventPublisher publisher = new EventPublisher(KAFKA)) {
            assertThatThrownBy(() -> publisher.publish(large))
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.INTERNAL))
                    .hasMessageContaining(Topics.FAILURES);
        }
    }

    @Test
    void buriesWhatItCanOfARecordThatIsTooLarge() {
        String topic = bench.topic();
        byte[] value = TOO_LARGE.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> large = new ConsumerRecord<>(topic, 0, 7, new byte[] {1}, value);
        Inbox letters = bench.inbox(Topics.DEAD_LETTERS);

        try (EventPublisher publisher = new EventPublisher(KAFKA)) {
            new DeadLetters(publisher, topic).bury(large, ErrorCode.EVENT_UNREADABLE, "no event", 1);
        }

        ConsumerRecord<byte[], byte[]> letter =
                letters.await(1, found -> Poison.isBuried(found, topic, topic)).getFirst();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().lastHeader(DeadLetters.OFFSET).value()).containsExactly('7');
    }

    /// The record is buried after two attempts, its run fails, and the next record is worked on.
    private void assertEnds(OutcomeStore outcomes, ErrorCode code, String message) {
        Inbox failures = bench.inbox(Topics.FAILURES);
        Inbox deadLetters = bench.inbox(Topics.DEAD_LETTERS);
        Inbox pruned = bench.inbox(Topics.PRUNED);
        bench.startWorker(2, (asked, context) -> Samples.pruned(asked), outcomes);

        bench.submit(event);
        bench.submit(next);

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(code);
                    assertThat(failed.message()).contains("2 attempts", message);
                });
        assertThat(deadLetters.awaitEvents(event.runId(), 1)).containsExactly(event);
        assertThat(pruned.awaitEvents(next.runId(), 1)).hasSize(1);
    }

    /// The bench's store, out of order for one run.
    private OutcomeStore failingFor(PipelineEvent unlucky, RuntimeException failure) {
        OutcomeStore store = bench.outcomes();
        return new OutcomeStore() {
            @Override
            public Optional<byte[]> find(String name) {
                return store.find(name);
            }

            @Override
            public byte[] putIfAbsent(String name, byte[] outcome) {
                if (name.startsWith(unlucky.runId().value())) {
                    throw failure;
                }
                return store.putIfAbsent(name, outcome);
            }
        };
    }
}

package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactsConsumerIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<PipelineEvent> taken = new CopyOnWriteArrayList<>();
    private EventPublisher publisher;
    private String group;
    private ModelIngested first;
    private ModelIngested second;

    @BeforeEach
    void prepare(TestInfo test) {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
        publisher = new EventPublisher(KAFKA);
        group = test.getTestMethod().orElseThrow().getName();
        first = Samples.ingested(group + " 1");
        second = Samples.ingested(group + " 2");
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    private FactsConsumer start(Consumer<PipelineEvent> handler) {
        return start(Topics.INGESTED, handler);
    }

    private FactsConsumer start(String topic, Consumer<PipelineEvent> handler) {
        FactsConsumer consumer = new FactsConsumer(KAFKA, group, List.of(topic), handler);
        consumer.start();
        return consumer;
    }

    /// Other tests write to the same topic.
    private void take(PipelineEvent event) {
        if (event.equals(first) || event.equals(second)) {
            taken.add(event);
        }
    }

    @Test
    void goesOnWhereItStopped() {
        try (FactsConsumer consumer = start(this::take)) {
            publisher.publish(first);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(taken).containsExactly(first));
            assertThat(consumer.health().brokerReachable()).isTrue();
        }

        try (FactsConsumer again = start(this::take)) {
            publisher.publish(second);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(2));
            assertThat(again.health().state()).isEqualTo(WorkerHealth.State.IDLE);
        }

        assertThat(taken).containsExactly(first, second);
    }

    @Test
    void waitsAtAFactUntilItCanBeTaken() {
        AtomicInteger calls = new AtomicInteger();
        Consumer<PipelineEvent> failsTwice = event -> {
            if (event.equals(first) && calls.incrementAndGet() <= 2) {
                throw new PipelineException.Transient(ErrorCode.DATABASE_UNAVAILABLE, "no answer");
            }
            take(event);
        };

        try (FactsConsumer consumer = start(failsTwice)) {
            publisher.publish(first);
            publisher.publish(second);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(taken).containsExactly(first, second));
            assertThat(consumer.health().live(Instant.now())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.espalier.stage.Poison#topics")
    void outlivesDataThatIsNoEvent(String topic) {
        group = "outlives-" + topic;
        List<PipelineEvent> after = new CopyOnWriteArrayList<>();
        PipelineEvent next = Poison.healthy(topic, group);

        try (FactsConsumer consumer = start(topic, after::add);
                Inbox deadLetters = new Inbox(KAFKA, Topics.DEAD_LETTERS)) {
            Poison.records(topic).forEach(publisher::append);
            publisher.publish(next);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(after).contains(next));
            assertThat(consumer.health().live(Instant.now())).isTrue();
            // Submissions that are refused have a run, and ingest answers them.
            int letters = topic.equals(Topics.SUBMISSIONS) ? 0 : Poison.DATA.size();
            assertThat(deadLetters.await(letters, letter -> Poison.isBuried(letter, topic, group)))
                    .hasSize(letters);
        }
    }

    @Test
    void buriesWhatItCannotTakeAndGoesOn() {
        byte[] poison = {'n', 'o'};
        Consumer<PipelineEvent> refusesFirst = event -> {
            if (event.equals(first)) {
                throw new IllegalStateException("defect");
            }
            take(event);
        };

        try (FactsConsumer consumer = start(refusesFirst);
                Inbox deadLetters = new Inbox(KAFKA, Topics.DEAD_LETTERS)) {
            publisher.append(new ProducerRecord<>(Topics.INGESTED, poison));
            publisher.publish(first);
            publisher.publish(second);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(taken).containsExactly(second));
            assertThat(deadLetters.awaitEvents(first.runId(), 1)).containsExactly(first);
            assertThat(deadLetters.await(1, letter -> Arrays.equals(letter.value(), poison)))
                    .hasSize(1);
            assertThat(consumer.health().live(Instant.now())).isTrue();
        }
    }
}

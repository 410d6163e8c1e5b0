package io.espalier.registry.fact;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelPromoted;
import io.espalier.contracts.ModelRejected;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.Topics;
import io.espalier.contracts.view.ModelView;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageStatus;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.Rows;
import io.espalier.stage.EventPublisher;
import io.espalier.stage.FactsConsumer;
import io.espalier.stage.KafkaSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/// Facts in, rows and decisions out, over a real broker and a real PostgreSQL.
@QuarkusTest
@QuarkusTestResource(Platform.class)
class FactsIT {

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    EventPublisher publisher;

    @Inject
    KafkaSettings kafka;

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    @Inject
    Rows rows;

    @Test
    void promotesWhatPassesAllGatesAndSaysSoOnKafka() {
        Facts facts = new Facts(store, "promoted", "promoted-model", BEGIN);

        facts.all(0.86).forEach(publisher::publish);

        RunView run = awaitFinal(facts.run());
        assertThat(run.status()).isEqualTo(RunStatus.PROMOTED);
        assertThat(run.version()).isEqualTo(1);
        assertThat(run.stages()).allMatch(stage -> stage.status() == StageStatus.DONE);
        assertThat(run.gates())
                .extracting(GateResult::gate)
                .containsExactly("budget", "max-accuracy-drop", "max-latency-ms", "max-weight-bytes");
        ModelPromoted announced = (ModelPromoted) awaitDecision(facts.run());
        assertThat(announced.name()).isEqualTo("promoted-model");
        assertThat(announced.model()).isEqualTo(facts.tuned());
        assertThat(announced.gates()).isEqualTo(run.gates());
    }

    @Test
    void rejectsWhatMissesAGateAndLeavesTheApprovedVersionAlone() {
        Facts good = new Facts(store, "first", "two-versions", BEGIN);
        Facts bad = new Facts(store, "second", "two-versions", BEGIN);
        good.all(0.86).forEach(publisher::publish);
        awaitFinal(good.run());

        bad.all(0.80).forEach(publisher::publish);

        RunView run = awaitFinal(bad.run());
        assertThat(run.status()).isEqualTo(RunStatus.REJECTED);
        assertThat(run.gates())
                .filteredOn(gate -> !gate.passed())
                .extracting(GateResult::gate)
                .containsExactly("max-accuracy-drop");
        assertThat(awaitDecision(bad.run())).isInstanceOf(ModelRejected.class);
        ModelView model = get("/api/models/two-versions", ModelView.class);
        assertThat(model.aliases()).isEqualTo(Map.of("approved", 1, "latest", 2));
    }

    @Test
    void tellsWhyARunFailed() {
        Facts facts = new Facts(store, "failed", "failed-model", BEGIN);

        publisher.publish(facts.ingested());
        publisher.publish(facts.failed(Stage.PRUNING, ErrorCode.TRAINING_DIVERGED, "loss was NaN at step 12"));

        RunView run = awaitFinal(facts.run());
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.failure())
                .isEqualTo(new RunView.Failure(
                        Stage.PRUNING,
                        ErrorCode.TRAINING_DIVERGED,
                        "loss was NaN at step 12",
                        ErrorCode.TRAINING_DIVERGED.meaning(),
                        ErrorCode.TRAINING_DIVERGED.remedy()));
        assertThat(run.stages().get(1).status()).isEqualTo(StageStatus.FAILED);
    }

    @Test
    void endsARunWhoseEvaluationCannotBeStored() {
        Facts facts = new Facts(store, "unstorable", "unstorable", BEGIN);
        Facts next = new Facts(store, "after-unstorable", "after-unstorable", BEGIN);

        publisher.publish(facts.ingested());
        publisher.publish(facts.unacceptable());
        publisher.publish(next.evaluated(0.86));

        RunView run = awaitFinal(facts.run());
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.failure()).satisfies(failure -> {
            assertThat(failure.stage()).isEqualTo(Stage.REGISTRY);
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failure.message()).isNotBlank();
        });
        assertThat(awaitFinal(next.run()).status()).isEqualTo(RunStatus.PROMOTED);
    }

    @Test
    void endsARunWhoseEvaluationCannotBeRead() {
        Facts facts = new Facts(store, "unreadable", "unreadable", BEGIN);
        publisher.publish(facts.ingested());

        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<String, String> foreign =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            assertThat(foreign.send(
                            new ProducerRecord<>(Topics.EVALUATED, facts.run().value(), "{}")))
                    .succeedsWithin(PATIENCE);
        }

        RunView run = awaitFinal(facts.run());
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.failure()).satisfies(failure -> {
            assertThat(failure.stage()).isEqualTo(Stage.REGISTRY);
            assertThat(failure.code()).isEqualTo(ErrorCode.EVENT_UNREADABLE);
            assertThat(failure.message()).startsWith(Topics.EVALUATED);
        });
    }

    @Test
    void isAliveAndReadyWithItsConsumers() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        given().get("/q/health/live").then().statusCode(200).body("checks.name", hasItem("facts-consumers"));
    }

    @Test
    void factsSeenBeforeChangeNothing() {
        Facts facts = new Facts(store, "repeated", "repeated-model", BEGIN);
        facts.all(0.86).forEach(projection::accept);
        await().atMost(PATIENCE).until(() -> rows.unsent() == 0);
        String before = rows.of(facts.run());

        facts.all(0.86).forEach(projection::accept);

        assertThat(rows.of(facts.run())).isEqualTo(before);
        assertThat(rows.unsent()).isZero();
    }

    @Test
    void replayFromTheFirstOffsetChangesNothing() throws InterruptedException {
        Facts facts = new Facts(store, "replayed", "replayed-model", BEGIN);
        facts.all(0.86).forEach(publisher::publish);
        publisher.publish(facts.progress(Stage.PRUNING, 1, 10, Map.of("loss", 1.0)));
        awaitFinal(facts.run());
        await().atMost(PATIENCE).until(() -> rows.unsent() == 0);
        await().atMost(PATIENCE).until(() -> rows.curvePoints(facts.run()) == 1);
        String before = rows.of(facts.run());

        List<PipelineEvent> replayed = new CopyOnWriteArrayList<>();
        List<String> topics = List.of(
                Topics.SUBMISSIONS,
                Topics.INGESTED,
                Topics.PRUNED,
                Topics.FINETUNED,
                Topics.EVALUATED,
                Topics.PROGRESS);
        try (FactsConsumer replay = new FactsConsumer(kafka, "replay", topics, event -> {
            projection.accept(event);
            replayed.add(event);
        })) {
            replay.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(replayed)
                    .filteredOn(event -> event.runId().equals(facts.run()))
                    .hasSize(6));
        }

        assertThat(rows.of(facts.run())).isEqualTo(before);
    }

    @Test
    void factsInAnyOrderLeadToTheSameRows() {
        Facts straight = new Facts(store, "straight", "straight", BEGIN);
        withProgress(straight).forEach(projection::accept);
        String expected = rows.of(straight.run(), "straight");

        for (int seed = 0; seed < 8; seed++) {
            Facts shuffled = new Facts(store, "shuffled-" + seed, "shuffled-" + seed, BEGIN);
            List<PipelineEvent> facts = withProgress(shuffled);
            Collections.shuffle(facts, new Random(seed));
            sortProgress(facts);
            facts.forEach(projection::accept);

            assertThat(rows.of(shuffled.run(), "shuffled-" + seed))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    /// Facts of one topic come in order.
    private static void sortProgress(List<PipelineEvent> facts) {
        List<PipelineEvent> progress = facts.stream()
                .filter(StageProgressed.class::isInstance)
                .sorted(Comparator.comparing(PipelineEvent::occurredAt))
                .toList();
        Iterator<PipelineEvent> inOrder = progress.iterator();
        facts.replaceAll(fact -> fact instanceof StageProgressed ? inOrder.next() : fact);
    }

    private static List<PipelineEvent> withProgress(Facts facts) {
        List<PipelineEvent> all = new ArrayList<>(facts.all(0.86));
        all.removeIf(fact -> fact.topic().equals(Topics.SUBMISSIONS));
        all.add(facts.progress(Stage.PRUNING, 1, 10, Map.of("loss", 2.0)));
        all.add(facts.progress(Stage.PRUNING, 9, 10, Map.of("loss", 1.0)));
        return all;
    }

    @Test
    void countsVersionsFromOneWithoutGapsWhenRunsEndTogether() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Facts facts = new Facts(store, "race-" + i, "raced", BEGIN);
            threads.add(Thread.ofPlatform().start(() -> projection.accept(facts.evaluated(0.86))));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        ModelView model = get("/api/models/raced", ModelView.class);
        assertThat(model.versions())
                .extracting(version -> version.version())
                .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(model.aliases()).containsEntry("latest", 12).containsEntry("approved", 12);
    }

    @Test
    void publishesAgainWhatWasNotMarkedAsSent() {
        Facts facts = new Facts(store, "republished", "republished", BEGIN);
        projection.accept(facts.evaluated(0.86));
        awaitDecision(facts.run());

        rows.forgetSent(facts.run());

        await().atMost(PATIENCE).until(() -> Decisions.on(kafka, facts.run()).size() == 2);
        assertThat(Set.copyOf(Decisions.on(kafka, facts.run())))
                .as("the same fact twice")
                .hasSize(1);
    }

    @Test
    void aDecisionOutweighsAFailureWhicheverComesFirst() {
        Facts late = new Facts(store, "failed-then-judged", "outweighed", BEGIN);
        projection.accept(late.failed(Stage.EVALUATION, ErrorCode.DELIVERIES_EXHAUSTED, "10 deliveries"));
        projection.accept(late.evaluated(0.86));
        Facts early = new Facts(store, "judged-then-failed", "outweighed", BEGIN);
        projection.accept(early.evaluated(0.86));
        projection.accept(early.failed(Stage.EVALUATION, ErrorCode.DELIVERIES_EXHAUSTED, "10 deliveries"));

        for (RunId run : List.of(late.run(), early.run())) {
            RunView view = get("/api/runs/" + run, RunView.class);
            assertThat(view.status()).isEqualTo(RunStatus.PROMOTED);
            assertThat(view.failure()).isNull();
        }
    }

    @Test
    void decisionsRefuseToBeChanged() {
        Facts facts = new Facts(store, "frozen", "frozen", BEGIN);
        projection.accept(facts.evaluated(0.86));

        assertThatThrownBy(() -> rows.execute("update decision set verdict = 'REJECTED'"))
                .hasMessageContaining("decision is append-only: UPDATE refused");
        assertThatThrownBy(() -> rows.execute("delete from decision")).hasMessageContaining("DELETE refused");
        assertThatThrownBy(() -> rows.execute("truncate decision")).hasMessageContaining("TRUNCATE refused");
    }

    private RunView awaitFinal(RunId run) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/api/runs/" + run, RunView.class), view -> view.status()
                        .isFinal());
    }

    private PipelineEvent awaitDecision(RunId run) {
        return await().atMost(PATIENCE)
                .until(() -> Decisions.on(kafka, run), found -> !found.isEmpty())
                .getFirst();
    }

    private static <T> T get(String path, Class<T> type) {
        return Json.read(given().get(path).then().statusCode(200).extract().asByteArray(), type);
    }
}

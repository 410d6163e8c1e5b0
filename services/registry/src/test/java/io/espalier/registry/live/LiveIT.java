package io.espalier.registry.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.Stage;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageStatus;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.Rows;
import io.espalier.registry.fact.FactProjection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class LiveIT {

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI service;

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    @Inject
    Rows rows;

    @Test
    void followsOneRunToItsEnd() throws Exception {
        Facts facts = new Facts(store, "followed", "followed", BEGIN);
        Facts other = new Facts(store, "not-followed", "not-followed", BEGIN);
        projection.accept(facts.ingested());

        try (EventStream stream = new EventStream(service.resolve("/api/runs/" + facts.run() + "/events"))) {
            await().atMost(PATIENCE).until(() -> !stream.messages().isEmpty());
            await().atMost(PATIENCE).until(stream::hasComment); // or proxies would cut a quiet stream
            projection.accept(other.ingested());
            projection.accept(facts.progress(Stage.PRUNING, 3, 10, Map.of("loss", 0.25)));
            // Perhaps not the second message: the change before may be told once more.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            stream.messages().getLast().stages().get(1).metrics())
                    .containsEntry("loss", 0.25));
            projection.accept(facts.evaluated(0.86));
            await().atMost(PATIENCE).until(stream::hasEnded);

            assertThat(stream.messages()).extracting(RunView::runId).containsOnly(facts.run());
            assertThat(stream.messages().getLast().status()).isEqualTo(RunStatus.PROMOTED);
        }
    }

    /// The feed takes 2 s to listen again, and nothing is announced to it meanwhile.
    @Test
    void hearsOfAnEndThatFellIntoAGap() throws Exception {
        Facts facts = new Facts(store, "gap", "gap", BEGIN);
        projection.accept(facts.ingested());

        try (EventStream stream = new EventStream(service.resolve("/api/runs/" + facts.run() + "/events"));
                EventStream all = new EventStream(service.resolve("/api/events"))) {
            await().atMost(PATIENCE).until(() -> !stream.messages().isEmpty() && all.hasComment());
            rows.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'");
            await().atMost(PATIENCE) // the pool may hand out the dead connection first
                    .ignoreExceptions()
                    .untilAsserted(() -> projection.accept(facts.evaluated(0.86)));

            await().atMost(PATIENCE).until(stream::hasEnded);
            assertThat(stream.messages().getLast().status()).isEqualTo(RunStatus.PROMOTED);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(all.messages())
                    .filteredOn(view -> view.runId().equals(facts.run()))
                    .extracting(RunView::status)
                    .contains(RunStatus.PROMOTED));
        }
    }

    @Test
    void aFinishedRunIsOneMessage() throws Exception {
        Facts facts = new Facts(store, "over", "over", BEGIN);
        projection.accept(facts.evaluated(0.86));

        try (EventStream stream = new EventStream(service.resolve("/api/runs/" + facts.run() + "/events"))) {
            await().atMost(PATIENCE).until(stream::hasEnded);

            assertThat(stream.messages()).hasSize(1);
            assertThat(stream.messages().getFirst().stages())
                    .as("what a verdict rests on is done, whatever has been heard of it")
                    .allMatch(stage -> stage.status() == StageStatus.DONE);
        }
    }

    @Test
    void tellsOfEveryRun() throws Exception {
        Facts first = new Facts(store, "live-1", "live-1", BEGIN);
        Facts second = new Facts(store, "live-2", "live-2", BEGIN);

        try (EventStream stream = new EventStream(service.resolve("/api/events"))) {
            await().atMost(PATIENCE).until(stream::hasComment);
            projection.accept(first.ingested());
            projection.accept(second.ingested());

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(stream.messages())
                    .extracting(RunView::runId)
                    .contains(first.run(), second.run()));
        }
    }
}

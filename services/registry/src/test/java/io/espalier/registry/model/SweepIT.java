package io.espalier.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.SweepView;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.fact.FactProjection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class SweepIT {

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<BudgetSpec> BUDGETS =
            List.of(new BudgetSpec(0.5), new BudgetSpec(0.6), new BudgetSpec(0.7), new BudgetSpec(0.9));

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    @Test
    void tellsTheFrontOfWhatHasBeenJudged() {
        // Given: the second is slower and worse than the third, the fourth has failed
        List<Facts> runs = submitted("front");
        projection.accept(runs.get(2).evaluated(0.85, 0.25)); // facts come in any order
        projection.accept(runs.get(0).ingested());
        projection.accept(runs.get(0).evaluated(0.86, 0.30));
        projection.accept(runs.get(1).evaluated(0.84, 0.28));
        projection.accept(runs.get(3).failed(Stage.PRUNING, ErrorCode.TRAINING_DIVERGED, "loss is NaN"));

        // When
        SweepView sweep = sweep(runs);

        // Then
        assertThat(sweep.model()).isEqualTo("front");
        assertThat(sweep.metric()).isEqualTo("top-1");
        assertThat(sweep.dense()).isEqualTo(new SweepView.Dense(0.868, 0.524, 1_078_000));
        assertThat(sweep.points())
                .extracting(SweepView.Point::runId)
                .isEqualTo(runs.stream().map(Facts::run).toList());
        assertThat(sweep.points()).extracting(SweepView.Point::onFront).containsExactly(true, false, true, false);
        assertThat(sweep.points())
                .extracting(SweepView.Point::status)
                .containsExactly(RunStatus.PROMOTED, RunStatus.REJECTED, RunStatus.PROMOTED, RunStatus.FAILED);
        assertThat(sweep.points().getFirst().measured()).isEqualTo(new SweepView.Measured(0.5, 0.86, 0.30, 548_000));
        assertThat(sweep.points().getLast().measured()).isNull();
    }

    @Test
    void allRunsAreKnownWithTheFirst() {
        List<Facts> runs = submitted("known");

        SweepView sweep = sweep(runs);

        assertThat(sweep.points())
                .extracting(SweepView.Point::budget)
                .containsExactly(
                        "block-sparsity 0.5", "block-sparsity 0.6", "block-sparsity 0.7", "block-sparsity 0.9");
        assertThat(sweep.points()).noneMatch(SweepView.Point::onFront);
        RunView third = get("/api/runs/" + runs.get(2).run(), RunView.class);
        assertThat(third.sweep()).isEqualTo(sweep.sweep());
        assertThat(third.status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void anUnknownSweepIsNotFound() {
        given().get("/api/sweeps/s-0000000000000000").then().statusCode(404);
        given().get("/api/sweeps/nothing").then().statusCode(404);
    }

    private List<Facts> submitted(String model) {
        SweepId sweep = SweepId.of(RunId.ofSubmission("sweep", model));
        List<Facts> runs = IntStream.range(0, BUDGETS.size())
                .mapToObj(index -> Facts.ofSweep(store, sweep, index, model, BEGIN))
                .toList();
        projection.accept(runs.getFirst().submitted(BUDGETS));
        return runs;
    }

    private static SweepView sweep(List<Facts> runs) {
        return get("/api/sweeps/" + SweepId.of(runs.getFirst().run()), SweepView.class);
    }

    private static <T> T get(String path, Class<T> type) {
        return Json.read(given().get(path).then().statusCode(200).extract().asByteArray(), type);
    }
}

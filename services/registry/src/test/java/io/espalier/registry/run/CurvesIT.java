package io.espalier.registry.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.Json;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.view.CurvesView;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class CurvesIT {

    @Inject
    Curves curves;

    @Inject
    Runs runs;

    @Inject
    ArtifactStore store;

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0",
        "1, 1000, 1",
        "1000, 1000, 1000",
        "5, 10, 500",
        "1999, 2000, 999",
        "7, 0, 7",
        "5000, 0, 1000",
        "9000000000000000, 9000000000000000, 1000"
    })
    void dividesAStageIntoAThousandParts(long done, long total, int bucket) {
        assertThat(Curves.bucket(done, total)).isEqualTo(bucket);
    }

    @Test
    void keepsTheNewestOfEachPartAndLeavesOutWhatCannotBeDrawn() {
        Facts facts = new Facts(store, "curved", "curved", Instant.parse("2026-03-01T10:00:00Z"));

        add(
                facts,
                LongStream.range(0, 3_000).mapToObj(i -> point(facts, i, 3_000)).toList());
        add(facts, List.of(facts.progress(Stage.FINETUNING, 1, 10, Map.of("loss", Double.NaN, "accuracy", 0.5))));

        CurvesView view =
                Json.read(given().get("/api/runs/" + facts.run() + "/curves").asByteArray(), CurvesView.class);
        assertThat(view.series())
                .extracting(series -> series.stage() + " " + series.metric())
                .containsExactly("PRUNING loss", "PRUNING temperature", "FINETUNING accuracy");
        assertThat(view.series().getFirst().points())
                .hasSize(1_000)
                .isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()))
                .startsWith(new CurvesView.Point(2, 2.0))
                .endsWith(new CurvesView.Point(2_999, 2_999.0));
        assertThat(view.phases()).contains(new CurvesView.Phase(Stage.PRUNING, "pruning", 2, 2_999));
    }

    private static StageProgressed point(Facts facts, long done, long total) {
        return facts.progress(
                Stage.PRUNING, done, total, Map.of("loss", (double) done, "temperature", 1.0 / (done + 1)));
    }

    private void add(Facts facts, List<StageProgressed> points) {
        QuarkusTransaction.requiringNew().run(() -> {
            runs.lock(facts.run(), Instant.parse("2026-03-01T10:00:00Z"));
            points.forEach(curves::add);
        });
    }
}

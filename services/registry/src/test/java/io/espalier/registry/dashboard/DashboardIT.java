package io.espalier.registry.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Stage;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.fact.FactProjection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The page in a real Chromium, fed with facts as the other services publish them.
@QuarkusTest
@QuarkusTestResource(Platform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    String service;

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    private Optional<Browser> launched = Optional.empty();

    @BeforeAll
    void launch() {
        launched = Browser.launch();
    }

    @BeforeEach
    void needsABrowser() {
        assumeTrue(launched.isPresent(), "skipped: no Chromium on the PATH (for example: apt-get install chromium)");
    }

    @AfterAll
    void close() {
        launched.ifPresent(Browser::close);
    }

    private Page open(String hash) {
        return launched.orElseThrow().open(service + hash, ColorScheme.LIGHT);
    }

    @Test
    void followsARunFromPushToVerdict() {
        Facts facts = new Facts(store, "watched", "watched-model", Instant.now());
        projection.accept(facts.ingested());
        Page page = open("#/");
        Locator row = page.locator("table.runs tbody tr")
                .filter(new Locator.FilterOptions().setHasText(facts.run().value()));
        assertThat(row).containsText("Pruning queued");

        for (int step = 1; step <= 6; step++) {
            projection.accept(facts.progress(
                    Stage.PRUNING,
                    step,
                    12,
                    Map.of("loss", 2.0 / step, "temperature", 0.5 / step, "soft-count", 900.0 / step)));
        }
        assertThat(row).containsText("Pruning 50 %");
        row.locator("a.name").click();
        assertThat(page.locator(".step.running")).containsText("6 / 12");
        assertThat(page.locator("figure h2")).hasText(new String[] {"Loss", "Undecided blocks", "Temperature"});
        assertThat(page.locator(".plot[data-metric=loss] svg path[stroke-width='2.2']"))
                .hasCount(1);
        assertThat(page.locator("table.gates")).containsText("≤ 0.500 ms");

        facts.all(0.86).forEach(projection::accept);
        assertThat(page.locator(".page-head .badge")).hasText("promoted");
        assertThat(page.locator("table.gates .verdict.pass")).hasCount(4);
        assertThat(page.locator(".command").first()).containsText("espalier pull watched-model@approved");
        assertThat(page.locator(".command").last())
                .containsText(facts.tuned().sha256(), new ContainsTextOptions().setTimeout(10_000));
        assertThat(page.locator(".card > .scroll > table.layers tbody tr")).hasCount(19);
        Assertions.assertThat(launched.orElseThrow().complaints()).isEmpty();
    }

    @Test
    void showsEveryLayerOnEveryDeviceAndWhatWasMeasured() throws Exception {
        Facts facts = new Facts(store, "on-devices", "device-model", Instant.now());
        facts.all(0.86).forEach(projection::accept);
        post("""
                {"run-id": "%s", "device": "systolic-32x32", "median-ms": 0.61, "p95-ms": 0.7, "tool": "probe 1"}
                """.formatted(facts.run()));

        Page page = open("#/runs/" + facts.run());

        Locator devices = page.locator("table.devices tbody tr");
        assertThat(devices).hasCount(3);
        assertThat(devices.nth(0)).containsText("0.303 ms");
        assertThat(devices.nth(0).locator(".verdict.pass")).hasCount(1);
        assertThat(devices.nth(1)).containsText("measured, probe 1");
        assertThat(devices.nth(1).locator(".verdict.miss")).hasCount(1);
        assertThat(devices.nth(2)).containsText("measured, ONNX Runtime");
        assertThat(page.locator(".device-layers summary")).hasCount(3);
        Locator first = page.locator(".device-layers").first();
        Assertions.assertThat(first.locator(".strip b").count())
                .isEqualTo(first.locator("tbody tr").count())
                .isGreaterThan(20);
        Assertions.assertThat(first.locator(".strip b.bound-compute").count()).isPositive();
        Assertions.assertThat(launched.orElseThrow().complaints()).isEmpty();
    }

    private void post(String measurement) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service).resolve("/api/measurements"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(measurement))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            Assertions.assertThat(status).isEqualTo(201);
        }
    }

    @Test
    void showsWhyARunFailedAndWhatToDo() {
        Facts facts = new Facts(store, "watched-failure", "failing-model", Instant.now());
        projection.accept(facts.ingested());
        projection.accept(facts.failed(Stage.PRUNING, ErrorCode.TRAINING_DIVERGED, "loss was NaN at step 12"));

        Page page = open("#/runs/" + facts.run());

        assertThat(page.locator(".failure")).containsText("loss was NaN at step 12");
        assertThat(page.locator(".failure")).containsText(ErrorCode.TRAINING_DIVERGED.remedy());
        assertThat(page.locator(".step.failed")).containsText("Pruning");
    }

    @Test
    void showsVersionsWithTheirAliases() {
        Facts good = new Facts(store, "page-good", "page-model", Instant.now());
        Facts bad = new Facts(store, "page-bad", "page-model", Instant.now());
        good.all(0.86).forEach(projection::accept);
        bad.all(0.70).forEach(projection::accept);

        Page page = open("#/models/page-model");

        assertThat(page.locator(".card-title .chip")).hasText(new String[] {"approved → v1", "latest → v2"});
        assertThat(page.locator("tbody tr").first()).containsText("rejected");
        assertThat(page.locator("tbody tr").last()).containsText("promoted");
    }
}

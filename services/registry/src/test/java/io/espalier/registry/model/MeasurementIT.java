package io.espalier.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.Devices;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.EvaluationReport.Latency;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.view.CrossSite;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.fact.FactProjection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class MeasurementIT {

    private static final Instant BEGIN = Instant.parse("2026-04-01T10:00:00Z");

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    /// One device is fast enough and the other is not; silicon then turns out to be faster than estimated.
    @Test
    void aMeasurementIsShownAndJudgesTheSameBytesNextTime() {
        Facts first = new Facts(store, "measured-first", "measured", BEGIN);
        projection.accept(evaluated(first, first.tuned()));

        RunView rejected = run(first);
        assertThat(rejected.status()).isEqualTo(RunStatus.REJECTED);
        assertThat(latencies(rejected.gates()))
                .containsExactly(
                        new GateResult("max-latency-ms", 2.5, 3.0, false, "rk3588-core", "estimated", "calibrated"),
                        new GateResult("max-latency-ms", 1, 0.4, true, "edge-tpu", "estimated", "uncalibrated"));

        post("""
                {"run-id": "%s", "device": "rk3588-core", "median-ms": 2.2, "p95-ms": 2.4, "tool": "rknn 2.3"}
                """.formatted(first.run()), 201);

        String shown = given().get("/api/measurements/" + first.run())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(shown).contains("\"median-ms\":2.2", "\"source\":\"measured\"", "\"confidence\":\"rknn 2.3\"");
        assertThat(run(first).status()).as("a verdict stays").isEqualTo(RunStatus.REJECTED);

        Facts second = new Facts(store, "measured-second", "measured", BEGIN.plusSeconds(600));
        projection.accept(evaluated(second, first.tuned()));

        RunView promoted = run(second);
        assertThat(promoted.status()).isEqualTo(RunStatus.PROMOTED);
        assertThat(latencies(promoted.gates()).getFirst())
                .isEqualTo(new GateResult("max-latency-ms", 2.5, 2.2, true, "rk3588-core", "measured", "rknn 2.3"));
    }

    @Test
    void whatCannotBeAMeasurementIsRefused() {
        String digest = "a".repeat(64);
        post("null", 400);
        post(
                "{\"model\": \"%s\", \"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\\u0000\"}"
                        .formatted(digest),
                400);
        post(
                "{\"model\": \"%s\", \"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"%s\"}"
                        .formatted(digest, "t".repeat(201)),
                400);
        post("{\"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\"}", 400);
        post("{\"model\": \"abc\", \"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\"}", 400);
        post(
                "{\"model\": \"%s\", \"device\": \"edge-tpu\", \"median-ms\": 0, \"p95-ms\": 1, \"tool\": \"t\"}"
                        .formatted(digest),
                400);
        post(
                "{\"model\": \"%s\", \"device\": \"edge-tpu\", \"median-ms\": 2, \"p95-ms\": 1, \"tool\": \"t\"}"
                        .formatted(digest),
                400);
        post("{\"model\": \"%s\", \"median-ms\": 2, \"p95-ms\": 2, \"tool\": \"t\"}".formatted(digest), 400);
        post(
                "{\"run-id\": \"no-such-run\", \"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\"}",
                404);
        post(
                "{\"model\": \"%s\", \"device\": \"edge-tpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\"}"
                        .formatted(digest),
                201);
    }

    @Test
    void aDeviceThatNoGateCanNameIsRefusedWithThoseThatAreKnown() {
        String known = "a".repeat(64);
        given().contentType(ContentType.JSON)
                .body("{\"model\": \"%s\", \"device\": \"edgetpu\", \"median-ms\": 1, \"p95-ms\": 1, \"tool\": \"t\"}"
                        .formatted(known))
                .post("/api/measurements")
                .then()
                .statusCode(400)
                .body("code", equalTo("DEVICE_UNKNOWN"))
                .body(
                        "detail",
                        equalTo("no NPU profile is named 'edgetpu'; there are " + String.join(", ", Devices.NAMES)));
    }

    @Test
    void aPageOfAnotherSiteStoresNothing() {
        given().contentType(ContentType.JSON)
                .header("Origin", "https://elsewhere.example")
                .body("{}")
                .post("/api/measurements")
                .then()
                .statusCode(403)
                .body("code", equalTo("REQUEST_INVALID"))
                .body("detail", equalTo(CrossSite.REFUSAL));
    }

    private static List<GateResult> latencies(List<GateResult> gates) {
        return gates.stream().filter(gate -> gate.device() != null).toList();
    }

    private static void post(String json, int status) {
        given().contentType(ContentType.JSON)
                .body(json)
                .post("/api/measurements")
                .then()
                .statusCode(status);
    }

    private static RunView run(Facts facts) {
        byte[] json = given().get("/api/runs/" + facts.run())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return Json.read(json, RunView.class);
    }

    private static ModelEvaluated evaluated(Facts facts, ArtifactRef model) {
        ModelEvaluated plain = facts.evaluated(0.86);
        EvaluationReport one = plain.report();
        EvaluationReport report = new EvaluationReport(
                one.images(),
                one.metric(),
                one.metrics(),
                one.sourceAccuracy(),
                one.referenceAccuracy(),
                one.accuracy(),
                one.budget(),
                one.denseLatency(),
                one.latency(),
                one.weightBytes(),
                one.denseWeightBytes(),
                one.fileSizeBytes(),
                one.layers(),
                List.of(
                        new Latency("rk3588-core", 3_000_000, 3.0, "calibrated"),
                        new Latency("edge-tpu", 192_000, 0.4, "uncalibrated")));
        RunSpec spec = RunSpecReader.read("""
                model: measured
                data: {uri: "zip:cifar10-jpeg.zip!/cifar10", limit: 10000}
                gates: {latency: [{device: rk3588-core, max-ms: 2.5}, {device: edge-tpu, max-ms: 1}]}
                """);
        return new ModelEvaluated(
                plain.runId(), plain.occurredAt(), spec, plain.source(), model, plain.mask(), report, plain.exports());
    }
}

package io.espalier.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.view.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class SubmissionIT {

    private static final String SPEC = "{model: tiny, data: {uri: tiny}, prune: {pattern: {block: [4, 4]}}}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aModelIsAcceptedAndThenIngested() {
        String run =
                push(TinyModel.bytes(), SPEC, "first").statusCode(202).extract().path("run-id");

        await().atMost(PATIENCE).untilAsserted(() -> status(run).body("status", equalTo("ingested")));
        status(run).body("source.size-bytes", equalTo(TinyModel.bytes().length));
    }

    @Test
    void aTorchScriptModelIsIngestedAsOnnx() throws IOException {
        // Given
        byte[] file;
        try (InputStream in = SubmissionIT.class.getResourceAsStream("/dots.pt")) {
            file = Objects.requireNonNull(in).readAllBytes();
        }

        // When
        String run = push(file, SPEC, "torchscript").statusCode(202).extract().path("run-id");

        // Then: the source is another file than the pushed one
        await().atMost(PATIENCE).untilAsserted(() -> status(run).body("status", equalTo("ingested")));
        status(run).body("source.size-bytes", not(equalTo(file.length)));
    }

    @Test
    void theSameKeyIsTheSameRunAndNoOther() {
        // Given
        String run =
                push(TinyModel.bytes(), SPEC, "again").statusCode(202).extract().path("run-id");

        // When
        String repeated =
                push(TinyModel.bytes(), SPEC, "again").statusCode(202).extract().path("run-id");

        // Then
        assertThat(repeated).isEqualTo(run);
        assertProblem(
                push(TinyModel.bytes(), SPEC.replace("model: tiny", "model: other"), "again"),
                400,
                ErrorCode.REQUEST_INVALID,
                "already stands for run " + run);
    }

    @Test
    void anAbsentDataSetFailsTheRunWithItsCode() {
        String spec = SPEC.replace("uri: tiny", "uri: nowhere");

        String run = push(TinyModel.bytes(), spec, "nowhere")
                .statusCode(202)
                .extract()
                .path("run-id");

        await().atMost(PATIENCE).untilAsserted(() -> status(run).body("status", equalTo("failed")));
        status(run).body("code", equalTo("DATASET_NOT_FOUND")).body("message", containsString("nowhere"));
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsStored() {
        byte[] notOnnx = "nothing".getBytes(StandardCharsets.UTF_8);

        assertProblem(push(notOnnx, SPEC, "a"), 400, ErrorCode.MODEL_NOT_ONNX, "ONNX");
        assertProblem(push(TinyModel.bytes(), "model: tiny", "b"), 400, ErrorCode.SPEC_INVALID, "data");
        assertProblem(push(TinyModel.bytes(), SPEC + "x", "c"), 400, ErrorCode.SPEC_INVALID, "");
        ValidatableResponse halfForm = given().multiPart("spec", "spec.yaml", SPEC.getBytes(StandardCharsets.UTF_8))
                .post("/api/submissions")
                .then();
        assertProblem(halfForm, 400, ErrorCode.REQUEST_INVALID, "'model' is absent");
    }

    @Test
    void aRunThatCannotSucceedIsRefusedOnPush() {
        String greedy = SPEC.replace("prune: {", "prune: {budget: {block-sparsity: 0.999}, ");
        String abacus = SPEC.replace("model: tiny", "model: tiny, device: abacus");

        assertProblem(push(TinyModel.bytes(), greedy, "e"), 400, ErrorCode.BUDGET_UNREACHABLE, "reachable: 0 to");
        assertProblem(push(TinyModel.bytes(), abacus, "f"), 400, ErrorCode.DEVICE_UNKNOWN, "abacus");
    }

    @Test
    void whatTheFrameworkRefusesIsAProblemToo() {
        assertProblem(given().get("/api/nothing").then(), 404, ErrorCode.REQUEST_INVALID, "nothing at this path");
        assertProblem(given().get("/elsewhere").then(), 404, ErrorCode.REQUEST_INVALID, "nothing at this path");
        assertProblem(given().delete("/api/submissions").then(), 405, ErrorCode.REQUEST_INVALID, "405");
        assertProblem(
                given().contentType("application/json")
                        .body("{}")
                        .post("/api/submissions")
                        .then(),
                415,
                ErrorCode.REQUEST_INVALID,
                "content-type");
    }

    @Test
    void aFormThatCannotBeTakenApartIsAProblem() {
        assertProblem(
                given().contentType("multipart/form-data")
                        .body("no boundary".getBytes(StandardCharsets.UTF_8))
                        .post("/api/submissions")
                        .then(),
                400,
                ErrorCode.REQUEST_INVALID,
                "");
    }

    @Test
    void aLargeUploadIsRefusedBeforeItIsRead() {
        assertProblem(
                given().contentType("multipart/form-data; boundary=x")
                        .body(new byte[3 << 20])
                        .post("/api/submissions")
                        .then(),
                413,
                ErrorCode.ARTIFACT_TOO_LARGE,
                "1048576");
    }

    @Test
    void anUploadOfUnknownLengthIsCutOff() {
        // REST Assured sends parts in chunks, without a length.
        push(new byte[3 << 20], SPEC, "d").statusCode(413);
    }

    @Test
    void anUnknownRunIsNotFound() {
        assertProblem(status("r-0000000000000000"), 404, ErrorCode.RUN_NOT_FOUND, "r-0000000000000000");
        assertProblem(status("7"), 404, ErrorCode.RUN_NOT_FOUND, "'7'");
    }

    @Test
    void tellsItsHealthAndWhetherItWorks() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        given().get("/q/health/live").then().statusCode(200).body("checks.name", equalTo(java.util.List.of("worker")));
        given().get("/q/metrics").then().body(containsString("espalier_worker_busy{stage=\"ingest\"}"));
    }

    private static ValidatableResponse push(byte[] model, String spec, String key) {
        return given().header("Idempotency-Key", key)
                .multiPart("model", "tiny.onnx", model)
                .multiPart("spec", "spec.yaml", spec.getBytes(StandardCharsets.UTF_8))
                .post("/api/submissions")
                .then();
    }

    private static ValidatableResponse status(String run) {
        return given().get("/api/submissions/" + run).then();
    }

    private static void assertProblem(ValidatableResponse response, int status, ErrorCode code, String detail) {
        response.statusCode(status)
                .contentType(containsString(Problem.MEDIA_TYPE))
                .body("code", equalTo(code.name()))
                .body("detail", containsString(detail));
    }
}

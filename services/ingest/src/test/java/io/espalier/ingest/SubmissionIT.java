package io.espalier.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
        byte[] file = torchScript();

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
    void aListOfBudgetsIsARunForEachOnOneSource() {
        // Given
        String list = SPEC.replace("prune: {", "prune: {budget: [{block-sparsity: 0.5}, {block-sparsity: 0.25}], ");

        // When: twice, as a client that lost the first answer would
        ExtractableResponse<Response> pushed =
                push(TinyModel.bytes(), list, "sweep").statusCode(202).extract();
        ExtractableResponse<Response> repeated =
                push(TinyModel.bytes(), list, "sweep").statusCode(202).extract();

        // Then
        List<String> runs = pushed.path("runs");
        SweepId sweep = SweepId.of(new RunId(pushed.path("run-id")));
        assertThat(runs).containsExactly(sweep.run(0).value(), sweep.run(1).value());
        assertThat(repeated.<List<String>>path("runs")).isEqualTo(runs);
        assertThat(pushed.<String>path("sweep")).isEqualTo(sweep.value());
        runs.forEach(
                run -> await().atMost(PATIENCE).untilAsserted(() -> status(run).body("status", equalTo("ingested"))));
        assertThat(status(runs.get(1)).extract().<String>path("source.sha256"))
                .isEqualTo(status(runs.get(0)).extract().<String>path("source.sha256"));
        assertProblem(
                push(TinyModel.bytes(), SPEC.replace("prune: {", "prune: {budget: {block-sparsity: 0.5}, "), "sweep"),
                400,
                ErrorCode.REQUEST_INVALID,
                "already stands for run");
    }

    @Test
    void aSweepWithABudgetThatCannotBeMetIsRefusedWhole() {
        String greedy = SPEC.replace("prune: {", "prune: {budget: [{block-sparsity: 0.5}, {block-sparsity: 0.999}], ");

        assertProblem(push(TinyModel.bytes(), greedy, "g"), 400, ErrorCode.BUDGET_UNREACHABLE, "reachable: 0 to");
    }

    @Test
    void everyRunOfASweepFailsWithItsSource() throws IOException {
        // Given: TorchScript, whose translation needs the data set
        byte[] file = torchScript();
        String spec = SPEC.replace("uri: tiny", "uri: nowhere")
                .replace("prune: {", "prune: {budget: [{block-sparsity: 0.5}, {block-sparsity: 0.25}], ");

        // When
        String first = push(file, spec, "sourceless").statusCode(202).extract().path("run-id");

        // Then
        String second = SweepId.of(new RunId(first)).run(1).value();
        await().atMost(PATIENCE).untilAsserted(() -> status(first).body("status", equalTo("failed")));
        status(first).body("code", equalTo("DATASET_NOT_FOUND"));
        status(second).body("status", equalTo("failed")).body("code", equalTo("DATASET_NOT_FOUND"));
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
    void aPageOfAnotherSitePushesNothing() {
        assertProblem(
                given().header("Sec-Fetch-Site", "cross-site")
                        .multiPart("model", "tiny.onnx", TinyModel.bytes())
                        .multiPart("spec", "spec.yaml", SPEC.getBytes(StandardCharsets.UTF_8))
                        .post("/api/submissions")
                        .then(),
                403,
                ErrorCode.REQUEST_INVALID,
                "a page of another site");
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

    private static byte[] torchScript() throws IOException {
        try (InputStream in = SubmissionIT.class.getResourceAsStream("/dots.pt")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
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

package io.espalier.registry.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.Json;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.Sha256;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.fact.FactProjection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class FileIT {

    private static final String FILE = "/api/models/served/approved/file";

    @Inject
    FactProjection projection;

    @Inject
    ArtifactStore store;

    private Facts facts;
    private byte[] bytes;

    @BeforeEach
    void oneApprovedVersion() {
        facts = new Facts(store, "served", "served", Instant.parse("2026-03-01T10:00:00Z"));
        facts.all(0.86).forEach(projection::accept);
        bytes = store.read(facts.tuned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"approved", "latest", "1"})
    void servesTheBytesOfAliasAndVersion(String ref) {
        Response response = given().get("/api/models/served/" + ref + "/file");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asByteArray()).isEqualTo(bytes);
        assertThat(response.contentType()).isEqualTo(MediaTypes.ONNX);
        assertThat(response.header("ETag")).isEqualTo("\"sha256:" + Sha256.hex(bytes) + "\"");
        assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
        assertThat(response.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(response.header("Content-Disposition")).isEqualTo("attachment; filename=\"served-v1.onnx\"");
        assertThat(response.header("Repr-Digest")).isEqualTo("sha-256=:" + base64() + ":");
        assertThat(response.header("Digest")).isEqualTo("SHA-256=" + base64());
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.hex(bytes)));
    }

    @ParameterizedTest
    @CsvSource({
        "mask, mask.json, application/vnd.espalier.mask+json",
        "sidecar, safetensors, application/vnd.espalier.blocks+safetensors",
        "report, report.json, application/vnd.espalier.report+json",
        "summary, report.md, text/markdown",
        "model, onnx, application/vnd.onnx"
    })
    void servesEverythingElseOfAVersion(String kind, String suffix, String mediaType) {
        String path = "/api/models/served/approved/files/" + kind;

        Response response = given().get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(mediaType);
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"served-v1." + suffix + "\"");
        assertThat(response.header("ETag")).isEqualTo("\"sha256:" + Sha256.hex(response.asByteArray()) + "\"");
        assertThat(given().header("Range", "bytes=0-3").get(path).asByteArray())
                .isEqualTo(Arrays.copyOf(response.asByteArray(), 4));
        assertThat(given().head(path).header("Content-Length"))
                .isEqualTo(Integer.toString(response.asByteArray().length));
    }

    @Test
    void refusesAFileThatVersionsDoNotHave() {
        Response response = given().get("/api/models/served/approved/files/weights");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).contains("REQUEST_INVALID", "model, mask, sidecar, report, summary");
    }

    @Test
    void headTellsWhatADownloadWouldBe() {
        Response head = given().head(FILE);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
        assertThat(head.header("ETag")).isEqualTo("\"sha256:" + Sha256.hex(bytes) + "\"");
        assertThat(head.asByteArray()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=100-, 100, -1", "bytes=-7, -7, -1"})
    void servesAPart(String range, int from, int to) {
        int begin = from < 0 ? bytes.length + from : from;
        int end = to < 0 ? bytes.length : to;

        Response part = given().header("Range", range).get(FILE);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, begin, end));
        assertThat(part.header("Content-Range")).isEqualTo("bytes %d-%d/%d".formatted(begin, end - 1, bytes.length));
    }

    @Test
    void refusesARangeOutside() {
        Response refused = given().header("Range", "bytes=99999-").get(FILE);

        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(refused.header("Content-Range")).isEqualTo("bytes */" + bytes.length);
    }

    @Test
    void answersACacheThatHasTheFile() {
        String tag = given().head(FILE).header("ETag");

        Response unchanged =
                given().header("If-None-Match", "\"other\", " + tag).get(FILE);

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        assertThat(given().header("If-None-Match", "\"other\"").get(FILE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void neverSplicesTwoFiles() {
        Response whole = given().header("Range", "bytes=0-9")
                .header("If-Range", "\"sha256:0\"")
                .get(FILE);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.asByteArray()).isEqualTo(bytes);
    }

    @Test
    void tellsWhatAVersionWasMadeFrom() {
        byte[] json = given().get("/api/models/served/versions/approved").asByteArray();

        VersionDetails details = Json.read(json, VersionDetails.class);

        assertThat(details.version().verdict()).isEqualTo(RunStatus.PROMOTED);
        assertThat(details.version().aliases()).containsExactly("approved", "latest");
        assertThat(details.origin().source()).isEqualTo(facts.ingested().source());
        assertThat(details.origin().spec()).isEqualTo(facts.ingested().spec());
        assertThat(details.report()).isEqualTo(facts.evaluated(0.86).report());
        assertThat(details.gates()).hasSize(4);
    }
}

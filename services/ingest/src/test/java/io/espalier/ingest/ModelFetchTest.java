package io.espalier.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.espalier.artifacts.ArtifactStore;
import io.espalier.artifacts.FileStorage;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFetchTest {

    private static final byte[] MODEL =
            "not a model, but bytes all the same".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private ArtifactStore store;
    private ModelFetch fetch;

    @BeforeEach
    void openStore() {
        store = new FileStorage(directory.resolve("store")).artifacts();
        fetch = new ModelFetch(store, 1000, Duration.ofMillis(300));
    }

    @AfterEach
    void closeConnections() {
        fetch.close();
    }

    @Test
    void storesAFile() throws IOException {
        Path file = Files.write(directory.resolve("m.onnx"), MODEL);

        ArtifactRef stored = fetch.fetch(file.toUri(), Sha256.hex(MODEL));

        assertThat(store.read(stored)).isEqualTo(MODEL);
    }

    @Test
    void findsWhatIsStoredAlready() {
        ArtifactRef pushed = store.put(MODEL, MediaTypes.ONNX);

        assertThat(fetch.fetch(pushed.uri(), null)).isEqualTo(pushed);
    }

    @Test
    void aStoredModelIsComparedWithItsOwnDigest() throws IOException {
        // Given: a blob that has changed on the disk
        ArtifactRef pushed = store.put(MODEL, MediaTypes.ONNX);
        Path blob = directory.resolve("store/sha256/" + pushed.sha256().substring(0, 2) + "/" + pushed.sha256());
        byte[] changed = MODEL.clone();
        changed[0] ^= 1;
        Files.write(blob, changed);

        // When, Then
        assertFails(ErrorCode.DIGEST_MISMATCH, pushed.uri().toString(), null);
    }

    @Test
    void downloadsOverHttp() throws IOException {
        serve(
                exchange -> {
                    exchange.sendResponseHeaders(200, MODEL.length);
                    exchange.getResponseBody().write(MODEL);
                },
                location -> assertThat(store.read(fetch.fetch(location, null))).isEqualTo(MODEL));
    }

    @Test
    @Timeout(20)
    void aDownloadThatStallsIsTriedAgain() throws IOException {
        CountDownLatch tested = new CountDownLatch(1);
        serve(
                exchange -> {
                    exchange.sendResponseHeaders(200, MODEL.length);
                    exchange.getResponseBody().write(MODEL, 0, 5);
                    exchange.getResponseBody().flush();
                    await(tested);
                },
                location -> {
                    try {
                        assertThatThrownBy(() -> fetch.fetch(location, null))
                                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                                        .isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                                .hasMessageContaining("stalled: no byte for 300 ms");
                    } finally {
                        tested.countDown();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 403, 404, 410})
    void aRefusalOfTheServerIsFinal(int status) throws IOException {
        serve(exchange -> exchange.sendResponseHeaders(status, -1), location -> assertThatThrownBy(
                        () -> fetch.fetch(location, null))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.ARTIFACT_NOT_FOUND))
                .hasMessageContaining("answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aBusyServerIsAskedAgain(int status) throws IOException {
        serve(exchange -> exchange.sendResponseHeaders(status, -1), location -> assertThatThrownBy(
                        () -> fetch.fetch(location, null))
                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .hasMessageContaining("answered " + status));
    }

    @Test
    void refusesWhatIsNotAnnouncedOrTooLarge() throws IOException {
        URI file = Files.write(directory.resolve("m.onnx"), MODEL).toUri();
        URI large = Files.write(directory.resolve("large.onnx"), new byte[1001]).toUri();

        assertFails(ErrorCode.DIGEST_MISMATCH, file.toString(), Sha256.hex(new byte[0]));
        assertFails(ErrorCode.ARTIFACT_TOO_LARGE, large.toString(), null);
    }

    @Test
    void refusesPlacesWithoutAModel() {
        assertFails(
                ErrorCode.ARTIFACT_NOT_FOUND,
                directory.resolve("absent").toUri().toString(),
                null);
        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, "artifact:sha256/" + Sha256.hex(MODEL), null);
        assertFails(ErrorCode.REQUEST_INVALID, "artifact:sha256/1234", null);
        assertFails(ErrorCode.REQUEST_INVALID, "ftp://host/model.onnx", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:model.onnx",
                "file://host/x",
                "file:///x?y",
                "http:foo",
                "http:///x",
                "http://127.0.0.1:99999/x",
                "model.onnx",
            })
    void aLocationOfAnotherFormIsToldTheForms(String location) {
        assertThatThrownBy(() -> fetch.fetch(URI.create(location), null))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.REQUEST_INVALID))
                .hasMessageContaining("file:///absolute/path, http://host/path")
                .hasMessageEndingWith("was " + location);
    }

    @Test
    void aDirectoryIsNoModel() {
        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, directory.toUri().toString(), null);
    }

    @Test
    void aFileThatMayNotBeReadIsNoModel() throws IOException {
        Path file = Files.write(directory.resolve("m.onnx"), MODEL);
        assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "this user may read every file");

        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, file.toUri().toString(), null);
    }

    private interface Client {
        void at(URI location) throws IOException;
    }

    private static void serve(HttpHandler handler, Client client) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/m.onnx", exchange -> {
            handler.handle(exchange);
            exchange.close();
        });
        server.start();
        try {
            client.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/m.onnx"));
        } finally {
            server.stop(0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertFails(ErrorCode code, String location, @org.jspecify.annotations.Nullable String sha256) {
        assertThatThrownBy(() -> fetch.fetch(URI.create(location), sha256))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code));
    }
}

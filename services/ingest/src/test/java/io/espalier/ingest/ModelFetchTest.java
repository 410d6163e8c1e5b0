package io.espalier.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        fetch = new ModelFetch(store, 1000);
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
    void downloadsOverHttp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/m.onnx", exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(store.read(fetch.fetch(URI.create(base + "/m.onnx"), null)))
                    .isEqualTo(MODEL);
            assertFails(ErrorCode.ARTIFACT_NOT_FOUND, base + "/absent.onnx", null);
        } finally {
            server.stop(0);
        }
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

    private void assertFails(ErrorCode code, String location, @org.jspecify.annotations.Nullable String sha256) {
        assertThatThrownBy(() -> fetch.fetch(URI.create(location), sha256))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code));
    }
}

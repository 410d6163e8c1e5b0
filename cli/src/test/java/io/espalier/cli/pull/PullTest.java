package io.espalier.cli.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.cli.FakeServer;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Exports;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import io.espalier.contracts.view.VersionFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {

    private static final byte[] MODEL = "bytes of a model".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesTheVerifiedFileAndNothingElse() throws IOException {
        // Given
        serve(MODEL, Sha256.hex(MODEL));

        // When
        Pull.Pulled pulled = pull("tiny@approved");

        // Then
        assertThat(pulled.file()).hasFileName("tiny-v3.onnx").hasBinaryContent(MODEL);
        assertThat(filesIn(directory)).containsExactly("tiny-v3.onnx");
    }

    @Test
    void aDamagedDownloadLeavesWhatWasThere() throws IOException {
        // Given
        serve(MODEL, Sha256.hex(new byte[0]));
        Files.writeString(directory.resolve("tiny-v3.onnx"), "earlier");

        // When
        assertThatThrownBy(() -> pull("tiny@approved"))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));

        // Then
        assertThat(directory.resolve("tiny-v3.onnx")).hasContent("earlier");
        assertThat(filesIn(directory)).containsExactly("tiny-v3.onnx");
    }

    @Test
    void anAnswerWithAnotherNameWritesNothing() throws IOException {
        // Given: a name that leads out of the directory
        Path inside = Files.createDirectory(directory.resolve("inside"));
        ArtifactRef file = ArtifactRef.stored(Sha256.hex(MODEL), MODEL.length, MediaTypes.ONNX);
        Map<String, Object> version = Map.of("name", "../tiny", "version", 3, "model", file, "aliases", List.of());
        Map<String, Object> details = Map.of("version", version, "gates", List.of());
        server.on("/api/models/tiny/versions/approved", exchange -> FakeServer.json(exchange, 200, details))
                .on("/api/models/../tiny/3/file", exchange -> FakeServer.bytes(exchange, 200, MODEL));
        Pull pull = new Pull(new RegistryClient(server.uri()));

        // When, then
        assertThatThrownBy(() -> pull.pull("tiny", inside)).hasMessageContaining("answered with another model");
        assertThat(filesIn(directory)).containsExactly("inside");
        assertThat(filesIn(inside)).isEmpty();
    }

    @Test
    void passesOnWhatTheRegistryRefuses() {
        server.on(
                "/api/models/tiny/versions/9",
                exchange -> FakeServer.problem(exchange, 404, ErrorCode.MODEL_NOT_FOUND, "no version 9"));

        assertThatThrownBy(() -> pull("tiny:9"))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND))
                .hasMessage("no version 9");
    }

    @Test
    void fetchesWhatElseIsAskedForAndVerifiesIt() throws IOException {
        // Given
        byte[] sidecar = "kept blocks".getBytes(StandardCharsets.UTF_8);
        ArtifactRef file = ArtifactRef.stored(Sha256.hex(MODEL), MODEL.length, MediaTypes.ONNX);
        ArtifactRef blocks = ArtifactRef.stored(Sha256.hex(sidecar), sidecar.length, MediaTypes.SIDECAR);
        Map<String, Object> version = Map.of("name", "tiny", "version", 3, "model", file, "aliases", List.of());
        Map<String, Object> details =
                Map.of("version", version, "gates", List.of(), "exports", new Exports(blocks, file, file));
        server.on("/api/models/tiny/versions/approved", exchange -> FakeServer.json(exchange, 200, details))
                .on("/api/models/tiny/3/file", exchange -> FakeServer.bytes(exchange, 200, MODEL))
                .on("/api/models/tiny/3/files/sidecar", exchange -> FakeServer.bytes(exchange, 200, sidecar))
                .on("/api/models/tiny/3/files/summary", exchange -> FakeServer.bytes(exchange, 200, sidecar));
        Pull pull = new Pull(new RegistryClient(server.uri()));

        // When
        Pull.Pulled pulled = pull.pull("tiny", directory, Set.of(VersionFile.SIDECAR));

        // Then
        assertThat(pulled.others()).containsExactly(directory.resolve("tiny-v3.safetensors"));
        assertThat(directory.resolve("tiny-v3.safetensors")).hasBinaryContent(sidecar);
        assertThatThrownBy(() -> pull.pull("tiny", directory, Set.of(VersionFile.SUMMARY)))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
        assertThat(filesIn(directory)).containsExactlyInAnyOrder("tiny-v3.onnx", "tiny-v3.safetensors");
    }

    private Pull.Pulled pull(String model) {
        return new Pull(new RegistryClient(server.uri())).pull(model, directory);
    }

    /// Version 3 of `tiny` as the registry describes it, as far as a pull reads it.
    private void serve(byte[] bytes, String sha256) {
        ArtifactRef file = ArtifactRef.stored(sha256, bytes.length, MediaTypes.ONNX);
        Map<String, Object> version = Map.of("name", "tiny", "version", 3, "model", file, "aliases", List.of());
        Map<String, Object> details = Map.of("version", version, "gates", List.of());
        server.on("/api/models/tiny/versions/approved", exchange -> FakeServer.json(exchange, 200, details))
                .on("/api/models/tiny/3/file", exchange -> FakeServer.bytes(exchange, 200, bytes));
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

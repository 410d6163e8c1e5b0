package io.espalier.cli.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.cli.FakeServer;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestClientTest {

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsBothPartsByteForByte() throws IOException {
        // Given
        AtomicReference<String> type = new AtomicReference<>("");
        AtomicReference<String> body = new AtomicReference<>("");
        server.on("/api/submissions", exchange -> {
            type.set(exchange.getRequestHeaders().getFirst("Content-Type"));
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            FakeServer.json(exchange, 202, Map.of("run-id", "r-0123456789abcdef", "status", "/x"));
        });
        Path model = Files.write(directory.resolve("net.onnx"), new byte[] {0, (byte) 200, 13, 10});

        // When
        IngestClient.Pushed pushed = new IngestClient(server.uri()).push(model, "model: tiny");

        // Then
        String boundary = String.valueOf(type.get()).replace("multipart/form-data; boundary=", "");
        assertThat(pushed.runs()).containsExactly(new RunId("r-0123456789abcdef"));
        assertThat(pushed.sweep()).isNull();
        assertThat(body.get())
                .isEqualTo("--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"spec\"; filename=\"spec.yaml\"\r\n"
                        + "Content-Type: application/yaml\r\n\r\nmodel: tiny\r\n"
                        + "--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"model\"; filename=\"net.onnx\"\r\n"
                        + "Content-Type: application/vnd.onnx\r\n\r\n\0\u00c8\r\n\r\n"
                        + "--" + boundary + "--\r\n");
    }

    @Test
    void everyRunOfASweepIsTold() throws IOException {
        SweepId sweep = new SweepId("s-0123456789abcdef");
        List<RunId> runs = List.of(sweep.run(0), sweep.run(1));
        server.on(
                "/api/submissions",
                exchange -> FakeServer.json(
                        exchange, 202, Map.of("run-id", runs.get(0), "status", "/x", "runs", runs, "sweep", sweep)));
        Path model = Files.write(directory.resolve("net.onnx"), new byte[3]);

        IngestClient.Pushed pushed = new IngestClient(server.uri()).push(model, "model: tiny");

        assertThat(pushed).isEqualTo(new IngestClient.Pushed(runs, sweep));
    }

    @Test
    void saysWhatIngestRefuses() throws IOException {
        Path model = Files.write(directory.resolve("net.onnx"), new byte[3]);
        server.on(
                "/api/submissions",
                exchange -> FakeServer.problem(exchange, 400, ErrorCode.MODEL_NOT_ONNX, "3 bytes are no model"));

        assertThatThrownBy(() -> new IngestClient(server.uri()).push(model, "model: tiny"))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX))
                .hasMessage("3 bytes are no model");
    }

    @Test
    void aModelThatIsNotThereIsSaidBeforeAnythingIsSent() {
        assertThatThrownBy(() -> new IngestClient(server.uri()).push(directory.resolve("absent.onnx"), "model: tiny"))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_NOT_FOUND));
    }
}

package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EspalierTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<String> commands() {
        return Espalier.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()))
                .getSubcommands()
                .keySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamplesAndExitStatus(String command) {
        assertThat(run(command, "--help")).isEqualTo(ExitCodes.DONE);

        assertThat(out.toString()).contains("Examples:", "  espalier " + command, "Exit status:", "64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "push",
                "watch",
                "prune m.onnx",
                "runs --limit many",
                "up --port-base x",
                "up --port-base 70000",
                "runs --registry localhost:7070",
                "push m.onnx --spec s.yaml --ingest ftp://here",
                "bench step m.onnx --rounds 0",
                "bench step m.onnx --warm-up -1",
                "bench step m.onnx --batch 0",
                "bench step m.onnx --threads -1"
            })
    void aWrongCommandLineIsSaidInTwoLines(String line) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).startsWith("error: ").contains("--help` shows what is allowed");
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isEqualTo(ExitCodes.DONE);

        assertThat(out.toString()).startsWith("espalier ").doesNotContain("${").contains("Java ");
    }

    @Test
    void nobodyAtTheAddressIsNotRunning() {
        String nobody = server.uri().toString();
        server.close();

        assertThat(run("runs", "--registry", nobody)).isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("error NOT_RUNNING: nothing answers at " + nobody + "\n  "
                        + ErrorCode.NOT_RUNNING.remedy() + "\n");
    }

    @Test
    void aBadSpecIsRefusedBeforeAnythingIsSent() throws IOException {
        Path spec =
                Files.writeString(directory.resolve("spec.yaml"), "{model: tiny, data: {uri: x}, prune: {epochs: -1}}");

        assertThat(run("push", "m.onnx", "--spec", spec.toString())).isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString()).startsWith("error SPEC_INVALID: prune.epochs must be in [0, 10000], was -1");
    }

    @Test
    void listsRunsAsJsonForPrograms() {
        server.on(
                "/api/runs",
                exchange -> FakeServer.bytes(exchange, 200, "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(run("runs", "--json", "--registry", server.uri().toString())).isEqualTo(ExitCodes.DONE);

        assertThat(out.toString()).isEqualToNormalizingNewlines("[]\n");
    }

    private int run(String... arguments) {
        return Espalier.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
    }
}

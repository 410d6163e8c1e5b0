package io.espalier.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    Path directory;

    private PidFile file;

    @BeforeEach
    void inItsOwnFolder() {
        file = new PidFile(directory.resolve("run/registry.pid"));
    }

    @Test
    void findsTheProcessThatWasWritten() {
        file.write(ProcessHandle.current());

        assertThat(file.running()).hasValue(ProcessHandle.current());
    }

    @Test
    void anotherProcessUnderTheSameIdIsNotOurs() throws IOException {
        // Given
        Files.createDirectories(directory.resolve("run"));
        long pid = ProcessHandle.current().pid();
        Map<String, Object> earlier = Map.of("pid", pid, "started", Instant.parse("2020-01-01T00:00:00Z"));
        Files.write(directory.resolve("run/registry.pid"), Json.write(earlier));

        // When, Then
        assertThat(file.running()).isEmpty();
    }

    @Test
    void anEndedProcessIsNotRunning() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        file.write(process.toHandle());
        process.waitFor();

        assertThat(file.running()).isEmpty();
    }

    @Test
    void aHalfWrittenFileIsNoProcess() throws IOException {
        assertThat(file.running()).isEmpty();
        Files.createDirectories(directory.resolve("run"));

        Files.writeString(directory.resolve("run/registry.pid"), "{\"pid\": 1");

        assertThat(file.running()).isEmpty();
    }
}

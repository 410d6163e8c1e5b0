package io.espalier.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With another program under the server's name, since a second server would need a second port.
class OrphanedPostmasterTest {

    @TempDir
    Path directory;

    private Path data;
    private Path elsewhere;
    private @Nullable Process process;

    @BeforeEach
    void lay() throws IOException {
        Path sleep = Path.of("/bin/sleep");
        assumeTrue(Files.isExecutable(sleep) && Files.isDirectory(Path.of("/proc/self")), "needs Linux");
        data = Files.createDirectory(directory.resolve("data"));
        elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.copy(sleep.toRealPath(), directory.resolve("postgres"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /// One that ignores the interrupt, as all that a shell starts in its background do, is killed.
    @Test
    void stopsTheServerOfThisDirectory() throws IOException {
        Process server = start(data, data);

        OrphanedPostmaster.stop(data, 2);

        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void leavesAServerThatAForeignFileNames() throws IOException {
        Process server = start(data, elsewhere);

        OrphanedPostmaster.stop(data);

        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void leavesAServerOfAnotherDirectoryThatHasTheNumberNow() throws IOException {
        Process server = start(elsewhere, data);

        OrphanedPostmaster.stop(data);

        assertThat(server.isAlive()).isTrue();
    }

    private Process start(Path works, Path named) throws IOException {
        Process server = new ProcessBuilder(directory.resolve("postgres").toString(), "60")
                .directory(works.toFile())
                .start();
        Files.writeString(data.resolve("postmaster.pid"), server.pid() + "\n" + named + "\n");
        process = server;
        return server;
    }
}

package io.espalier.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The server process that a killed JVM leaves behind. It holds the data directory and the port.
final class OrphanedPostmaster {

    private static final long STOP_LIMIT_SECONDS = 20;

    private OrphanedPostmaster() {}

    /// Stops the server whose process id and directory `postmaster.pid` names, if it runs; a stale file, whose number
    /// may belong to another program by now, is left to the server, which knows how to judge it.
    static void stop(Path data) {
        owner(data).ifPresent(server -> {
            interrupt(server);
            try {
                server.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                server.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Optional<ProcessHandle> owner(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.isRegularFile(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(OrphanedPostmaster::isPostgres);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }

    /// SIGINT is PostgreSQL's fast shutdown; SIGTERM, all that Java can send, would wait for its clients to leave.
    private static void interrupt(ProcessHandle server) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) { // no `kill` here, as on Windows
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

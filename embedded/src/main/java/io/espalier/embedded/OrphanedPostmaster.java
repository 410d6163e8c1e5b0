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

    /// Stops the server whose process id and directory `postmaster.pid` names, if it runs and works in `data`.
    /// A stale or copied file, whose number may belong to another program, is left to the server, which knows
    /// how to judge it.
    static void stop(Path data) {
        stop(data, STOP_LIMIT_SECONDS);
    }

    /// @param limitSeconds after which it is killed
    static void stop(Path data, long limitSeconds) {
        owner(data).ifPresent(server -> {
            interrupt(server);
            try {
                if (!hasEnded(server, limitSeconds)) {
                    server.destroyForcibly();
                    hasEnded(server, limitSeconds);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static boolean hasEnded(ProcessHandle server, long limitSeconds) throws InterruptedException {
        try {
            server.onExit().get(limitSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private static Optional<ProcessHandle> owner(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.isRegularFile(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.size() < 2
                            || !lines.getFirst().strip().matches("\\d{1,18}")
                            || !isSame(Path.of(lines.get(1).strip()), data)
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                            .filter(OrphanedPostmaster::isPostgres)
                            .filter(process -> worksIn(process, data));
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

    /// The number may belong to another PostgreSQL by now. A server works in its data directory; where the system does
    /// not tell where, its command line has to name it, if that is told.
    private static boolean worksIn(ProcessHandle process, Path data) {
        Path cwd = Path.of("/proc", Long.toString(process.pid()), "cwd");
        if (Files.exists(cwd)) {
            return isSame(cwd, data);
        }
        return process.info()
                .commandLine()
                .map(line -> line.contains(data.toString()))
                .orElse(true);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) { // it has gone, or is another user's
            return false;
        }
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

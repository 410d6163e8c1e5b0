package io.espalier.embedded;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Kafka and PostgreSQL as one process: `--home DIR --kafka-port P --postgres-port P [--binaries DIR]`.
///
/// Once both answer it prints one line that starts with `ready` and writes the same line to `DIR/platform.ready`;
/// SIGTERM stops both cleanly. What cannot start is told in one line on standard error.
public final class EmbeddedPlatform implements AutoCloseable {

    /// Exit code when a port is taken; the number of EADDRINUSE on Linux.
    public static final int EXIT_PORT_IN_USE = 98;

    static final int EXIT_USAGE = 2;
    static final int EXIT_FAILED = 1;
    static final String READY_FILE = "platform.ready";

    /// As long as PostgreSQL is given to start.
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(60);

    /// Held, because the logging API forgets a logger's level with the logger.
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private final Path readyFile;
    private final EmbeddedKafka kafka;
    private final Database database;

    private EmbeddedPlatform(Path readyFile, EmbeddedKafka kafka, Database database) {
        this.readyFile = readyFile;
        this.kafka = kafka;
        this.database = database;
    }

    /// Starts both at the same time. If one fails, as [EmbeddedKafka#start] and [Database#start] say, neither runs.
    public static EmbeddedPlatform start(PlatformOptions options) {
        try {
            Files.createDirectories(options.home());
            Path readyFile = options.home().resolve(READY_FILE);
            Files.deleteIfExists(readyFile);
            refuseTakenPorts(options);
            CompletableFuture<Database> database = CompletableFuture.supplyAsync(() ->
                    Database.start(options.home().resolve("postgres"), options.binaries(), options.postgresPort()));
            EmbeddedKafka kafka = startKafka(options, database);
            return new EmbeddedPlatform(readyFile, kafka, databaseOrStop(database, kafka)).announced();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Before anything is started: it is the one failure to be expected.
    private static void refuseTakenPorts(PlatformOptions options) {
        Database.stopOrphan(options.home().resolve("postgres"));
        Ports.available(options.kafkaPort(), "Kafka");
        Ports.available(options.postgresPort(), "PostgreSQL");
    }

    private static EmbeddedKafka startKafka(PlatformOptions options, CompletableFuture<Database> database) {
        try {
            return EmbeddedKafka.start(options.home().resolve("kafka"), options.kafkaPort());
        } catch (RuntimeException | Error e) { // an Error where a library finds the process on its way out
            database.thenAccept(Database::close).exceptionally(ignored -> null).join();
            throw e;
        }
    }

    private static Database databaseOrStop(CompletableFuture<Database> database, EmbeddedKafka kafka) {
        try {
            return database.join();
        } catch (CompletionException e) {
            kafka.close();
            throw e.getCause() instanceof PipelineException known ? known : e;
        }
    }

    private EmbeddedPlatform announced() throws IOException {
        Files.writeString(readyFile, readyLine() + System.lineSeparator());
        return this;
    }

    /// `ready kafka=HOST:PORT postgres=JDBC-URL`
    String readyLine() {
        return "ready kafka=" + kafka.bootstrapServers() + " postgres=" + database.jdbcUrl();
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(readyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            kafka.close();
            database.close();
        }
    }

    public static void main(String[] arguments) {
        ROOT_LOGGER.setLevel(Level.WARNING);
        try {
            System.out.println(
                    startUntilShutdown(PlatformOptions.parse(arguments)).readyLine());
        } catch (PipelineException e) {
            System.err.println(e.code() + ": " + e.getMessage());
            System.exit(exitCode(e.code()));
        }
    }

    /// Whatever has been started by the time that the process is asked to end, it ends with it: a signal that comes
    /// while both are on their way up waits for them first.
    private static EmbeddedPlatform startUntilShutdown(PlatformOptions options) {
        CompletableFuture<EmbeddedPlatform> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeOnceStarted(started), "shutdown"));
        try {
            EmbeddedPlatform platform = start(options);
            started.complete(platform);
            return platform;
        } catch (Throwable e) { // handed on
            started.completeExceptionally(e);
            throw e;
        }
    }

    /// What failed to start has stopped what it had started.
    private static void closeOnceStarted(CompletableFuture<EmbeddedPlatform> started) {
        try {
            started.get(SHUTDOWN_PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        } catch (ExecutionException | TimeoutException e) {
            ROOT_LOGGER.log(Level.FINE, "nothing to stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int exitCode(ErrorCode code) {
        if (code == ErrorCode.PORT_IN_USE) {
            return EXIT_PORT_IN_USE;
        }
        return code == ErrorCode.REQUEST_INVALID ? EXIT_USAGE : EXIT_FAILED;
    }
}

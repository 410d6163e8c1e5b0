package io.espalier.embedded;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A PostgreSQL server of this machine's own, on 127.0.0.1, with one database. What it stores survives a stop, and a
/// kill of this JVM or of the server.
public final class Database implements AutoCloseable {

    public static final String NAME = "espalier";

    /// The role to connect as. From this machine it needs no password; clients that insist may send any.
    public static final String USER = "postgres";

    /// Long enough for recovery after a kill on a slow disk.
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts a server, or goes on with the data that `directory` holds.
    ///
    /// @param directory for `data` and `postgres.log`
    /// @param binaries  where the server's programs are unpacked to, unless they are there already
    /// @param port      on 127.0.0.1; 0 = any free one
    /// @throws PipelineException `PORT_IN_USE`; `DATABASE_UNAVAILABLE` if the server does not come up
    public static Database start(Path directory, Path binaries, int port) {
        Path data = directory.resolve("data");
        Path log = directory.resolve("postgres.log");
        stopOrphan(directory);
        int free = Ports.available(port, "PostgreSQL");
        try {
            Files.createDirectories(directory);
            Database database = new Database(server(data, log, binaries, free).start());
            database.createIfMissing();
            return database;
        } catch (IOException | IllegalStateException e) {
            throw new PipelineException.Transient(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "PostgreSQL does not start in %s (%s); its log is %s".formatted(data, e.getMessage(), log),
                    e);
        }
    }

    /// Stops the server that a killed JVM may have left behind in `directory`.
    static void stopOrphan(Path directory) {
        OrphanedPostmaster.stop(directory.resolve("data"));
    }

    private static EmbeddedPostgres.Builder server(Path data, Path log, Path binaries, int port) {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP_LIMIT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C") // the same order of names on every machine
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60")
                .setServerConfig("fsync", "on") // the library turns both off, for tests
                .setServerConfig("synchronous_commit", "on");
    }

    private void createIfMissing() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                connection.createStatement().execute("create database " + NAME);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("database " + NAME + " cannot be created", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /// Without a user; connect as [#USER].
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
    }

    /// Stops the server after its data is on disk; open connections are ended.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

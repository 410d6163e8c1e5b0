package io.espalier.cli.platform;

import io.espalier.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything an Espalier on this machine keeps: `~/.espalier`, or `ESPALIER_HOME`.
public record Home(Path directory) {

    /// What the last `up` was asked for; later commands find the platform by it.
    ///
    /// @param portBase      port of registry and dashboard; every other port is counted from it
    /// @param dataDirectory where relative data set locations are looked up
    public record Settings(int portBase, Path dataDirectory) {}

    private static final int DEFAULT_PORT_BASE = 7070;

    /// @param option what `--home` says, if anything
    public static Home of(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return new Home(option.toAbsolutePath().normalize());
        }
        String configured = environment.get("ESPALIER_HOME");
        Path directory = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".espalier")
                : Path.of(configured);
        return new Home(directory.toAbsolutePath().normalize());
    }

    Path log(Component component) {
        return directory.resolve("logs").resolve(component.label() + ".log");
    }

    Path pidFile(Component component) {
        return directory.resolve("run").resolve(component.label() + ".pid");
    }

    Path lock() {
        return directory.resolve("run").resolve("lock");
    }

    /// Written by the platform's process once broker and database answer:
    /// `ready kafka=HOST:PORT postgres=JDBC-URL`.
    Path platformReadyFile() {
        return state("platform").resolve("platform.ready");
    }

    /// Kept by PostgreSQL while it runs, and left behind if it is killed.
    Path databasePidFile() {
        return state("platform").resolve("postgres/data/postmaster.pid");
    }

    /// Folder of one kind of state: `artifacts`, `cache`, `platform`.
    public Path state(String kind) {
        return directory.resolve(kind);
    }

    Settings defaultSettings() {
        return new Settings(DEFAULT_PORT_BASE, directory.resolve("data"));
    }

    /// Settings of the last `up`, or the defaults.
    public Settings settings() {
        return read().orElseGet(this::defaultSettings);
    }

    public URI registry() {
        return loopback(Component.REGISTRY);
    }

    public URI ingest() {
        return loopback(Component.INGEST);
    }

    private URI loopback(Component component) {
        return URI.create("http://127.0.0.1:" + component.port(settings().portBase()));
    }

    private Optional<Settings> read() {
        Path file = settingsFile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Settings.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    void write(Settings settings) {
        try {
            Files.createDirectories(settingsFile().getParent());
            Files.write(settingsFile(), Json.write(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(settingsFile() + " cannot be written", e);
        }
    }

    private Path settingsFile() {
        return directory.resolve("run").resolve("settings.json");
    }
}

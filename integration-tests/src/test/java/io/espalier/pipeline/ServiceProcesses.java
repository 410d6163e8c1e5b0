package io.espalier.pipeline;

import static org.awaitility.Awaitility.await;

import io.espalier.cli.platform.Component;
import io.espalier.cli.registry.RegistryClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The five packaged services as processes, without the launcher: on a broker and a database of somebody else's.
final class ServiceProcesses implements AutoCloseable {

    private static final List<Component> SERVICES = List.of(
            Component.REGISTRY, Component.INGEST, Component.PRUNING, Component.FINETUNING, Component.EVALUATION);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final int ANSWER_MILLIS = 2_000;
    private static final int STOP_SECONDS = 30;

    private final Path directory;
    private final int portBase;
    private final Map<Component, Process> processes = new EnumMap<>(Component.class);

    private ServiceProcesses(Path directory, int portBase) {
        this.directory = directory;
        this.portBase = portBase;
    }

    /// Returns when all are ready.
    ///
    /// @param directory what they store, and their logs
    /// @param backends  the environment variables that say where Kafka and PostgreSQL are
    static ServiceProcesses start(Path directory, Path dataDirectory, Map<String, String> backends) throws IOException {
        ServiceProcesses services = new ServiceProcesses(Files.createDirectories(directory), PortBase.free());
        Files.createDirectories(services.logs());
        try {
            for (Component service : SERVICES) {
                services.start(service, dataDirectory, backends);
            }
            services.processes.forEach(services::awaitReady);
            return services;
        } catch (IOException | RuntimeException | Error e) {
            services.close();
            throw e;
        }
    }

    private void start(Component service, Path dataDirectory, Map<String, String> backends) throws IOException {
        Path jar = Launcher.root().resolve("services/" + service.label() + "/target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-jar",
                jar.toString());
        builder.environment().putAll(backends);
        builder.environment()
                .putAll(Map.of(
                        "ESPALIER_STORAGE",
                                directory.resolve("artifacts").toUri().toString(),
                        "ESPALIER_CACHE_DIR", directory.resolve("cache").toString(),
                        "ESPALIER_DATA_DIR", dataDirectory.toString(),
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", String.valueOf(service.port(portBase))));
        builder.redirectErrorStream(true)
                .redirectOutput(logs().resolve(service.label() + ".log").toFile());
        processes.put(service, builder.start());
    }

    private void awaitReady(Component service, Process process) {
        await(service.label()).atMost(START_PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(service.label() + " ended while starting\n" + Logs.tails(logs()));
            }
            return isReady(service);
        });
    }

    private boolean isReady(Component service) {
        try {
            URI check = uri(service).resolve("q/health/ready");
            HttpURLConnection connection = (HttpURLConnection) check.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    RegistryClient registry() {
        return new RegistryClient(uri(Component.REGISTRY));
    }

    URI uri(Component service) {
        return URI.create("http://127.0.0.1:" + service.port(portBase) + "/");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroy);
        processes.values().forEach(process -> process.onExit()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join());
    }
}

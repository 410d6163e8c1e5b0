package io.espalier.pipeline;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.RunView;
import io.espalier.datasets.shapes.ShapesArchive;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// One platform for all tests of a class: `espalier up` in a folder of its own, on ports that are free.
final class RunningPlatform implements AutoCloseable {

    /// Generous: the machine may be building something else meanwhile.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final Launcher launcher;

    private RunningPlatform(Path directory, Launcher launcher) {
        this.directory = directory;
        this.launcher = launcher;
    }

    static RunningPlatform start(Path directory) throws IOException {
        Launcher launcher = new Launcher(directory.resolve("home"), freePortBase());
        RunningPlatform platform = new RunningPlatform(directory, launcher);
        platform.writeModel();
        new ShapesArchive(3, 40, 20).write(platform.dataDirectory().resolve("shapes.zip"));
        Launcher.Result up = platform.up();
        if (up.exitCode() != 0) {
            throw new AssertionError(up.output() + launcher.logs());
        }
        return platform;
    }

    Launcher.Result up() {
        return espalier(
                "up",
                "--port-base",
                String.valueOf(launcher.portBase()),
                "--data-dir",
                dataDirectory().toString());
    }

    Launcher.Result espalier(String... arguments) {
        return launcher.run(arguments);
    }

    Path dataDirectory() {
        return directory.resolve("data");
    }

    /// A spec on the small data set; `more` is laid at the end.
    Path spec(String name, String more) throws IOException {
        String yaml = """
                model: %s
                data:
                  uri: zip:shapes.zip!/shapes
                  preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}
                training: {batch-size: 40, learning-rate: 0.005}
                device: systolic-8x8
                """.formatted(name);
        return Files.writeString(directory.resolve(name + ".yaml"), yaml + more);
    }

    /// The bundled model of the demo, as a file; written once, because services read it while tests run.
    Path model() {
        return directory.resolve("model.onnx");
    }

    private void writeModel() throws IOException {
        try (InputStream bundled = RunningPlatform.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bundled, model());
        }
    }

    Path directory() {
        return directory;
    }

    String kafka() {
        return "127.0.0.1:" + (launcher.portBase() + 22);
    }

    URI dashboard() {
        return URI.create("http://127.0.0.1:" + launcher.portBase() + "/");
    }

    URI ingest() {
        return URI.create("http://127.0.0.1:" + (launcher.portBase() + 1) + "/");
    }

    RegistryClient registry() {
        return new RegistryClient(dashboard());
    }

    /// Waits until the run is as `wanted`.
    RunView await(String run, Predicate<RunView> wanted) {
        return Awaitility.await("run " + run)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> registry().run(run), wanted);
    }

    RunView awaitEnd(String run) {
        return await(run, view -> view.status().isFinal());
    }

    /// `kill -9` of one component's process, which `up` noted.
    void kill(String component) throws IOException {
        Path noted = launcher.home().resolve("run").resolve(component + ".pid");
        long pid = Json.MAPPER.readTree(noted.toFile()).get("pid").asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    String logs() {
        return launcher.logs();
    }

    @Override
    public void close() {
        espalier("down");
    }

    private static int freePortBase() {
        return IntStream.iterate(17_070, base -> base < 30_000, base -> base + 100)
                .filter(base -> IntStream.of(0, 1, 2, 3, 4, 22, 23).allMatch(offset -> isFree(base + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

package io.espalier.pipeline;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.RunView;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// One platform for all tests of a class: `espalier up` in a folder of its own, on ports that are free.
final class RunningPlatform implements AutoCloseable {

    private final Inputs inputs;
    private final Launcher launcher;

    private RunningPlatform(Inputs inputs, Launcher launcher) {
        this.inputs = inputs;
        this.launcher = launcher;
    }

    static RunningPlatform start(Path directory) throws IOException {
        Launcher launcher = new Launcher(directory.resolve("home"), PortBase.free());
        RunningPlatform platform = new RunningPlatform(Inputs.write(directory), launcher);
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
                inputs.dataDirectory().toString());
    }

    Launcher.Result espalier(String... arguments) {
        return launcher.run(arguments);
    }

    Inputs inputs() {
        return inputs;
    }

    Path model() {
        return inputs.model();
    }

    /// [Inputs#spec] as a file.
    Path spec(String model, String more) throws IOException {
        return Files.writeString(inputs.directory().resolve(model + ".yaml"), inputs.spec(model, more));
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

    RunView await(String run, Predicate<RunView> wanted) {
        return new Runs(registry()).await(run, wanted);
    }

    RunView awaitEnd(String run) {
        return new Runs(registry()).awaitEnd(run);
    }

    /// `kill -9` of one component's process, which `up` noted.
    void kill(String component) throws IOException {
        Path noted = launcher.home().resolve("run").resolve(component + ".pid");
        long pid = Json.MAPPER.readTree(noted.toFile()).get("pid").asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Waits until a stage has left a state of this run to go on from.
    void awaitCheckpoint(String run, String stage) {
        Path states =
                launcher.home().resolve("artifacts/checkpoints").resolve(run).resolve(stage);
        Awaitility.await("checkpoint of " + stage)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> holdsCheckpoint(states));
    }

    private static boolean holdsCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".ckpt"));
        }
    }

    String logs() {
        return launcher.logs();
    }

    @Override
    public void close() {
        espalier("down");
    }
}

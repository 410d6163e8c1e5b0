package io.espalier.cli.platform;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.terminal.Units;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts broker, database and the five services, and returns when all are ready.
@Command(
        name = "up",
        header = "Start Espalier on this machine.",
        description = {
            "Starts a Kafka broker, a PostgreSQL database and the five services as processes on loopback ports, and"
                    + " returns when all are ready. What already runs stays; what is missing is started.",
            "Ports count from --port-base: registry and dashboard +0, ingest +1, pruning +2, finetuning +3,"
                    + " evaluation +4, Kafka +22, PostgreSQL +23."
        },
        footer = {"", "Examples:", "  espalier up", "  espalier up --port-base 7170 --data-dir ~/datasets"})
public final class UpCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--port-base", paramLabel = "PORT", description = "port of the dashboard (default: 7070)")
    private @Nullable Integer portBase;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where relative data set locations are looked up (default: HOME/data)")
    private @Nullable Path dataDirectory;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (portBase != null) {
            Bounds.require(spec, "--port-base", portBase, 1, MAX_PORT - Component.DATABASE_OFFSET);
        }
        PrintWriter out = spec.commandLine().getOut();
        Home.Settings settings = settings();
        LocalPlatform platform = new LocalPlatform(home.home(), Installation.current());
        long began = System.nanoTime();
        List<Component> started = platform.up(settings, line -> {
            out.println("  " + line);
            out.flush();
        });
        out.println(
                started.isEmpty()
                        ? "Espalier is already running."
                        : "Espalier is up after " + Units.duration(Duration.ofNanos(System.nanoTime() - began)) + ".");
        out.println("Dashboard: http://127.0.0.1:" + Component.REGISTRY.port(settings.portBase()) + "/");
        out.flush();
        return ExitCodes.DONE;
    }

    private Home.Settings settings() {
        Home.Settings current = new LocalPlatform(home.home(), Installation.current()).currentSettings();
        return new Home.Settings(
                portBase == null ? current.portBase() : portBase,
                dataDirectory == null
                        ? current.dataDirectory()
                        : dataDirectory.toAbsolutePath().normalize());
    }
}

package io.espalier.cli.watch;

import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Terminal;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows a run live until it ends.
@Command(
        name = "watch",
        header = "Show a run live until it ends, or those of a sweep.",
        description = "Exit status 0 if the model was promoted, 1 if a gate rejected it, 2 if the run failed.",
        footer = {"", "Examples:", "  espalier watch r-0123456789abcdef", "  espalier watch r-0123456789abcdef --json"})
public final class WatchCommand implements Callable<Integer> {

    private static final String SWEEP = "s-";

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(paramLabel = "RUN|SWEEP", description = "run or sweep id, as `push` and `runs` print it")
    private String run = "";

    @Option(names = "--json", description = "one line of JSON per state of the run")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        RegistryClient registry = new RegistryClient(endpoints.registry());
        RunWatch watching = new RunWatch(registry, terminal, json, InstantSource.system());
        if (!run.startsWith(SWEEP)) {
            return RunWatch.exitCode(watching.watch(run, false));
        }
        List<String> runs = registry.sweep(run).points().stream()
                .map(point -> point.runId().value())
                .toList();
        return watching.watchAll(runs, run, false);
    }
}

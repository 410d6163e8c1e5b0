package io.espalier.cli.watch;

import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Terminal;
import java.time.InstantSource;
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
        header = "Show a run live until it ends.",
        description = "Exit status 0 if the model was promoted, 1 if a gate rejected it, 2 if the run failed.",
        footer = {"", "Examples:", "  espalier watch r-0123456789abcdef", "  espalier watch r-0123456789abcdef --json"})
public final class WatchCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(paramLabel = "RUN", description = "run id, as `push` and `runs` print it")
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
        return RunWatch.exitCode(new RunWatch(registry, terminal, json, InstantSource.system()).watch(run, false));
    }
}

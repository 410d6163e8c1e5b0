package io.espalier.cli.watch;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.SweepView;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what a push with several budgets led to.
@Command(
        name = "sweep",
        header = "Show the runs of a push with several budgets.",
        description =
                "A * marks the front: no other run is at least as accurate and as fast, and better in one of them.",
        footer = {"", "Examples:", "  espalier sweep s-0123456789abcdef", "  espalier sweep s-0123456789abcdef --json"})
public final class SweepCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(paramLabel = "SWEEP", description = "sweep id, as `push` prints it")
    private String sweep = "";

    @Option(names = "--json", description = "one JSON object instead of a table")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SweepView found = new RegistryClient(endpoints.registry()).sweep(sweep);
        if (json) {
            out.println(new String(Json.write(found), StandardCharsets.UTF_8));
        } else {
            SweepTable.lines(found).forEach(out::println);
        }
        out.flush();
        return ExitCodes.DONE;
    }
}

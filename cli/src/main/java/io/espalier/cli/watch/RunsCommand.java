package io.espalier.cli.watch;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.SweepView;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists runs, newest first.
@Command(
        name = "runs",
        header = "List runs, newest first.",
        footer = {
            "",
            "Examples:",
            "  espalier runs",
            "  espalier runs --limit 5 --json",
            "  espalier runs --sweep s-0123456789abcdef"
        })
public final class RunsCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "how many (default: 20)")
    private int limit;

    @Option(names = "--sweep", paramLabel = "SWEEP", description = "only the runs of one push with several budgets")
    private @Nullable String sweep;

    @Option(names = "--json", description = "one JSON array instead of a table")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RegistryClient registry = new RegistryClient(endpoints.registry());
        if (sweep == null) {
            newest(registry.runs(limit), out);
        } else {
            SweepView found = registry.sweep(sweep);
            List<String> lines =
                    json ? List.of(new String(Json.write(found), StandardCharsets.UTF_8)) : SweepTable.lines(found);
            lines.forEach(out::println);
        }
        out.flush();
        return ExitCodes.DONE;
    }

    private void newest(List<RunView> runs, PrintWriter out) {
        if (json) {
            out.println(new String(Json.write(runs), StandardCharsets.UTF_8));
        } else if (runs.isEmpty()) {
            out.println("No runs yet. Push a model with `espalier push MODEL --spec FILE`, or try `espalier demo`.");
        } else {
            table(runs, Instant.now()).lines().forEach(out::println);
        }
    }

    static Table table(List<RunView> runs, Instant now) {
        Table table = new Table("run", "model", "status", "stage", "version", "submitted");
        runs.forEach(run -> table.row(
                run.runId().value(),
                run.model() == null ? "-" : run.model(),
                run.status().label(),
                run.stage().label(),
                run.version() == null ? "-" : String.valueOf(run.version()),
                Units.duration(Duration.between(run.submittedAt(), now)) + " ago"));
        return table;
    }
}

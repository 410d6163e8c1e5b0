package io.espalier.cli.platform;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows the processes of this machine's Espalier.
@Command(
        name = "status",
        header = "Show the processes of this machine's Espalier.",
        description = "Exit status 0 if all are ready, 2 otherwise.",
        footer = {"", "Examples:", "  espalier status", "  espalier status --json"})
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "one JSON array instead of a table")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<ComponentStatus> rows = new LocalPlatform(home.home(), Installation.current()).status();
        if (json) {
            out.println(new String(Json.write(rows), StandardCharsets.UTF_8));
        } else {
            table(rows, Instant.now()).lines().forEach(out::println);
        }
        out.flush();
        return rows.stream().allMatch(ComponentStatus::isReady) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    static Table table(List<ComponentStatus> rows, Instant now) {
        Table table = new Table("process", "pid", "port", "health", "uptime");
        rows.forEach(row -> table.row(
                row.process(),
                row.pid() == null ? "-" : String.valueOf(row.pid()),
                String.valueOf(row.port()),
                row.health(),
                row.uptime(now).map(Units::duration).orElse("-")));
        return table;
    }
}

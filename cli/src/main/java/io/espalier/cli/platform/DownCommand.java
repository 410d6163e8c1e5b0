package io.espalier.cli.platform;

import io.espalier.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Stops the services, then the platform.
@Command(
        name = "down",
        header = "Stop Espalier on this machine.",
        description = "Asks every process to end, services first; a run in progress goes on from its last checkpoint"
                + " after the next `espalier up`. A process that does not end within 45 s is killed.",
        footer = {"", "Examples:", "  espalier down", "  espalier down --home /srv/espalier"})
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Component> stopped = new LocalPlatform(home.home(), Installation.current()).down(line -> {
            out.println("  " + line);
            out.flush();
        });
        out.println(stopped.isEmpty() ? "Espalier was not running." : "Espalier is down.");
        out.flush();
        return ExitCodes.DONE;
    }
}

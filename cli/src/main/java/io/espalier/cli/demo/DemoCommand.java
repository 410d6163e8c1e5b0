package io.espalier.cli.demo;

import io.espalier.cli.platform.Home;
import io.espalier.cli.platform.HomeOption;
import io.espalier.cli.platform.Installation;
import io.espalier.cli.platform.LocalPlatform;
import io.espalier.cli.pull.Pull;
import io.espalier.cli.pull.PullCommand;
import io.espalier.cli.push.IngestClient;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.watch.RunWatch;
import io.espalier.contracts.RunId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The bundled model through the whole pipeline, with one command.
@Command(
        name = "demo",
        subcommands = TrainCommand.class,
        header = "Take the bundled model through the whole pipeline.",
        description = {
            "Starts Espalier if it does not run, draws 5,000 small images of shapes, pushes a small network that was"
                    + " trained on such images, shows the run live, and pulls the approved file.",
            "Exit status 0 if the model was promoted, 1 if a gate rejected it, 2 if the run failed."
        },
        footer = {"", "Examples:", "  espalier demo", "  espalier demo -o /tmp"})
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption = new HomeOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "where the pruned model is put (default: here)")
    private Path directory = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        Home home = homeOption.home();
        start(home, terminal);
        terminal.line("drawing the images…");
        DemoResources.images(home.settings().dataDirectory());
        RunId run = new IngestClient(home.ingest())
                .push(DemoResources.model(home.state("demo")), DemoResources.spec())
                .runs()
                .getFirst();
        terminal.line("pushed the bundled model as run " + run);
        RegistryClient registry = new RegistryClient(home.registry());
        RunView last = new RunWatch(registry, terminal, false, InstantSource.system()).watch(run.value(), true);
        if (last.status() == RunStatus.PROMOTED) {
            Pull.Pulled pulled = new Pull(registry).pull(last.model() + ":" + last.version(), directory);
            terminal.line("pulled " + PullCommand.line(pulled));
        }
        terminal.line("Dashboard: " + home.registry() + "/   Stop everything with `espalier down`.");
        return RunWatch.exitCode(last);
    }

    private static void start(Home home, Terminal terminal) {
        LocalPlatform platform = new LocalPlatform(home, Installation.current());
        if (!platform.isReady()) {
            terminal.line("starting broker, database and services…");
            platform.up(platform.currentSettings(), line -> terminal.line("  " + line));
        }
    }
}

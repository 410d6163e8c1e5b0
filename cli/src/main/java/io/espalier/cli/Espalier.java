package io.espalier.cli;

import io.espalier.cli.bench.BenchCommand;
import io.espalier.cli.demo.DemoCommand;
import io.espalier.cli.local.CompactCommand;
import io.espalier.cli.local.EvaluateCommand;
import io.espalier.cli.local.PruneCommand;
import io.espalier.cli.local.TrainCommand;
import io.espalier.cli.npu.NpuCommand;
import io.espalier.cli.onnx.OnnxCommand;
import io.espalier.cli.platform.DownCommand;
import io.espalier.cli.platform.StatusCommand;
import io.espalier.cli.platform.UpCommand;
import io.espalier.cli.pull.PullCommand;
import io.espalier.cli.push.PushCommand;
import io.espalier.cli.watch.RunsCommand;
import io.espalier.cli.watch.SweepCommand;
import io.espalier.cli.watch.WatchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `espalier`: the root of the command line.
@Command(
        name = "espalier",
        header = "Prunes trained vision models to an exact hardware budget and promotes them through gates.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = BuiltVersion.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done; of a watched run: promoted",
            " 1:the watched run's model missed a gate",
            " 2:failed; standard error names the code and what to do",
            "64:the command line is wrong"
        },
        subcommands = {
            PushCommand.class,
            WatchCommand.class,
            RunsCommand.class,
            SweepCommand.class,
            PullCommand.class,
            TrainCommand.class,
            PruneCommand.class,
            CompactCommand.class,
            EvaluateCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            OnnxCommand.class,
            NpuCommand.class,
            BenchCommand.class,
        })
public final class Espalier implements Runnable {

    /// Held, because the logging API forgets a logger's level with the logger.
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] arguments) {
        ROOT_LOGGER.setLevel(Level.WARNING);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(commandLine(out, err).execute(arguments));
    }

    /// The whole command line, writing to the given places.
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        IParameterExceptionHandler refuse = (refused, arguments) -> {
            PrintWriter to = refused.getCommandLine().getErr();
            to.println("error: " + refused.getMessage());
            to.println("  `" + refused.getCommandLine().getCommandSpec().qualifiedName()
                    + " --help` shows what is allowed.");
            to.flush();
            return ExitCodes.USAGE;
        };
        return new CommandLine(new Espalier())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(refuse)
                .setExecutionExceptionHandler(new ErrorLine());
    }

    /// Without a command: the usage.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

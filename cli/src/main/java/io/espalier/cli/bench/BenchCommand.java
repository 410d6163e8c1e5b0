package io.espalier.cli.bench;

import io.espalier.cli.bench.accuracy.AccuracyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Groups the measurements.
@Command(
        name = "bench",
        header = "Measure this machine.",
        synopsisSubcommandLabel = "MEASUREMENT",
        subcommands = {StepCommand.class, AccuracyCommand.class},
        footer = {"", "Examples:", "  espalier bench step resnet20.onnx", "  espalier bench step --help"})
public final class BenchCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// Without a measurement: the usage.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

package io.espalier.cli.onnx;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Groups what can be asked about a model file.
@Command(
        name = "onnx",
        header = "Look at ONNX files.",
        synopsisSubcommandLabel = "QUESTION",
        subcommands = CheckCommand.class,
        footer = {"", "Examples:", "  espalier onnx check resnet20.onnx", "  espalier onnx check --help"})
public final class OnnxCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// Without a question: the usage.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

package io.espalier.cli.npu;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Groups what can be asked about devices.
@Command(
        name = "npu",
        header = "Predict latency on NPUs, fit the prediction to measurements, compare it with SCALE-Sim.",
        synopsisSubcommandLabel = "QUESTION",
        subcommands = {
            EstimateCommand.class,
            DevicesCommand.class,
            CalibrateCommand.class,
            ExportScaleSimCommand.class,
            ScaleSimCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  espalier npu devices",
            "  espalier npu estimate resnet20.onnx --device rk3588-core,ethos-u65-256",
            "  espalier npu estimate --help"
        })
public final class NpuCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// Without a question: the usage.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

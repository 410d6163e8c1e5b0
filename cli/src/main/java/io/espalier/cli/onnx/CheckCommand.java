package io.espalier.cli.onnx;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.terminal.Terminal;
import io.espalier.contracts.Json;
import io.espalier.trainable.OrderlyExit;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Whether a model can be pruned here, and what is in it.
@Command(
        name = "check",
        header = "Check whether a model can be trained and pruned, and say what is in it.",
        description = {
            "Reads each file as a run would: operators, shapes, parameters, multiply-accumulates (MACs).",
            "Then runs it on noise, in the training engine and in ONNX Runtime, and compares every output: at most"
                    + " 1e-4 of the value and 1e-5 may differ. Exit status 2 if a file is refused or differs."
        },
        footer = {
            "",
            "Examples:",
            "  espalier onnx check resnet20.onnx",
            "  espalier onnx check --layers detector.onnx",
            "  espalier onnx check --image 64x64 --json models/*.onnx",
            "  espalier onnx check --image 224x224 traced.pt"
        })
public final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "ONNX or TorchScript files")
    private List<Path> models = List.of();

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2",
            description = "batch sizes that are compared (default: 1,2)")
    private List<Integer> batches = List.of();

    @Option(
            names = "--image",
            paramLabel = "HxW",
            description =
                    "extent of the images (default: as the model says); TorchScript files need it, for 3 channels")
    private @Nullable String image;

    @Option(names = "--layers", description = "one row a layer: output shape, parameters, MACs")
    private boolean layers;

    @Option(names = "--no-forward", description = "read only, compare nothing")
    private boolean noForward;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "of both engines (default: 2)")
    private int threads;

    @Option(names = "--json", description = "one JSON object a file; names go to standard error as files are begun")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// Goes on after a file that is refused: its error is part of its report.
    @Override
    public Integer call() throws Exception {
        batches.forEach(size -> Bounds.require(spec, "--batch", size, 1, 65_536));
        Bounds.require(spec, "--threads", threads, 1, 1024);
        ImageExtent extent = image == null ? null : ImageExtent.parse(image);
        ModelCheck check = new ModelCheck(extent, noForward ? List.of() : List.copyOf(batches), threads);
        PrintWriter out = spec.commandLine().getOut();
        boolean sound = true;
        for (Path model : models) {
            if (json) {
                Terminal.plain(spec.commandLine().getErr()).line("checking " + model);
            }
            ModelCheck.Report report = OrderlyExit.compute(() -> check.of(model));
            print(report, out);
            out.flush();
            sound &= report.isSound();
        }
        return sound ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void print(ModelCheck.Report report, PrintWriter out) {
        if (json) {
            out.println(new String(Json.write(report), StandardCharsets.UTF_8));
        } else {
            CheckReport.lines(report, layers).forEach(out::println);
        }
    }
}

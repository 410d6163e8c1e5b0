package io.espalier.cli.local;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.ControlSpec;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.runs.LocalTraining;
import io.espalier.runs.RunEnvironment;
import io.espalier.runs.TrainingWork;
import io.espalier.smart.training.RunListener;
import io.espalier.trainable.OrderlyExit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Dense training of an ONNX file: how a network comes to weights worth pruning.
@Command(
        name = "train",
        header = "Train a model here, dense, from an ONNX file.",
        description = {
            "Trains the network with data, loss and settings of the spec's `data`, `control` and `training`, as a run's"
                    + " dense control is trained, and measures the written file in ONNX Runtime. What is stopped goes on"
                    + " when the same command is given again, and ends with the same file.",
            "Nothing is pruned; give the result to `espalier prune` or `espalier push`."
        },
        footer = {
            "",
            "Examples:",
            "  espalier train untrained.onnx --spec camvid.yaml --epochs 60 -o dense.onnx",
            "  espalier train resnet20.onnx --spec cifar10.yaml --epochs 3 -o tuned.onnx --data-dir ~/datasets",
            "  espalier train resnet20.onnx --spec cifar10.yaml --epochs 90 --initial random -o fresh.onnx --json"
        })
public final class TrainCommand implements Callable<Integer> {

    private static final int MOST_EPOCHS = 10_000;

    @Mixin
    private LocalOptions local = new LocalOptions();

    @Parameters(paramLabel = "MODEL", description = "ONNX file")
    private Path model = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "ONNX file to write")
    private Path output = Path.of("");

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "passes over the training images (default: the spec's control.epochs)")
    private @Nullable Integer epochs;

    @Option(
            names = "--initial",
            paramLabel = "given|random",
            defaultValue = "given",
            description = "start from the file's weights, or from random ones by the spec's seed (default: given)")
    private String initial = "";

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "where states of unfinished training are kept (default: OUT.checkpoints beside the output)")
    private @Nullable Path checkpoints;

    @Option(names = "--force", description = "replace the output if it is there")
    private boolean force;

    @Option(
            names = "--json",
            description = "one JSON object with what was measured instead of text; progress goes to standard error")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TrainingWork.Initial start = start();
        requireNoOutput();
        RunSpec run = spec();
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        Terminal watched = json ? Terminal.plain(spec.commandLine().getErr()) : terminal;
        RunListener listener = new TrainingProgress(watched, run.control().epochs());
        RunEnvironment environment = local.environment(listener);
        Path states = checkpoints == null ? output.resolveSibling(output.getFileName() + ".checkpoints") : checkpoints;
        LocalTraining training = new LocalTraining(environment, states);
        LocalTraining.Report report =
                OrderlyExit.compute(() -> training.run(ModelFile.bytes(model), run, start, output));
        if (json) {
            terminal.line(new String(Json.write(report), StandardCharsets.UTF_8));
        } else {
            summary(report, terminal);
        }
        return ExitCodes.DONE;
    }

    private TrainingWork.Initial start() {
        return switch (initial) {
            case "given" -> TrainingWork.Initial.GIVEN;
            case "random" -> TrainingWork.Initial.RANDOM;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--initial must be given or random, was '" + initial + "'");
        };
    }

    private void requireNoOutput() {
        if (Files.exists(output) && !force) {
            throw new ParameterException(
                    spec.commandLine(), output + " is there already; name another file, or replace it with --force");
        }
    }

    /// The spec with the epochs of the command line.
    private RunSpec spec() {
        if (epochs != null) {
            Bounds.require(spec, "--epochs", epochs, 1, MOST_EPOCHS);
        }
        RunSpec read = local.spec();
        ControlSpec control = read.control();
        return new RunSpec(
                read.model(),
                read.task(),
                read.data(),
                new ControlSpec(epochs == null ? control.epochs() : epochs, control.batchSize(), control.loss()),
                read.prune(),
                read.finetune(),
                read.training(),
                read.device(),
                read.gates(),
                read.reproducibility());
    }

    private static void summary(LocalTraining.Report report, Terminal terminal) {
        terminal.line("");
        report.metrics()
                .forEach((name, value) ->
                        terminal.line(String.format(Locale.ROOT, "%-24s %s", name, Units.number(value))));
        terminal.line("");
        terminal.line("%s %s on %d images in ONNX Runtime, %s, peak memory %.0f MiB"
                .formatted(
                        report.metric(),
                        Units.number(report.accuracy()),
                        report.images(),
                        Units.duration(Duration.ofMillis(Math.round(1000 * report.seconds()))),
                        report.peakRssMib()));
        terminal.line("wrote " + report.model());
    }
}

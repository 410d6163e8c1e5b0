package io.espalier.cli.local;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import io.espalier.runs.LocalEvaluation;
import io.espalier.runs.RunEnvironment;
import io.espalier.smart.training.RunListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Accuracy of any model file.
@Command(
        name = "evaluate",
        header = "Measure a model file on a data set, in ONNX Runtime.",
        description = "Task, data and preprocessing are the spec's; what is measured is its `data.validation` split.",
        footer = {
            "",
            "Examples:",
            "  espalier evaluate resnet20.onnx --spec cifar10.yaml --data-dir ~/datasets",
            "  espalier evaluate pruned.onnx --spec unlabelled.yaml --source dense.onnx --json"
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private LocalOptions local = new LocalOptions();

    @Parameters(paramLabel = "MODEL", description = "ONNX or TorchScript file")
    private Path model = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "file whose outputs are the target of task regression (default: MODEL itself)")
    private @Nullable Path source;

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        RunEnvironment environment = local.environment(RunListener.NONE);
        byte[] bytes = ModelFile.bytes(model);
        LocalEvaluation.Report report = new LocalEvaluation(environment)
                .run(bytes, source == null ? bytes : ModelFile.bytes(source), local.spec());
        if (json) {
            terminal.line(new String(Json.write(report), StandardCharsets.UTF_8));
        } else {
            summary(report, terminal);
        }
        return ExitCodes.DONE;
    }

    private static void summary(LocalEvaluation.Report report, Terminal terminal) {
        report.metrics()
                .forEach((name, value) ->
                        terminal.line(String.format(Locale.ROOT, "%-24s %s", name, Units.number(value))));
        terminal.line("%s %s on the %d images of %s"
                .formatted(report.metric(), Units.number(report.value()), report.images(), report.split()));
    }
}

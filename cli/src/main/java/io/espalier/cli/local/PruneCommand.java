package io.espalier.cli.local;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.cli.watch.GateTable;
import io.espalier.contracts.Gates;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.runs.IngestWork;
import io.espalier.runs.LocalRun;
import io.espalier.runs.RunEnvironment;
import io.espalier.runs.SharedResults;
import io.espalier.smart.budget.BudgetPlan;
import io.espalier.smart.training.RunListener;
import io.espalier.trainable.OrderlyExit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The whole run in this process, without the platform.
@Command(
        name = "prune",
        header = "Prune a model here, without the platform.",
        description = {
            "Does what the five services do, one stage after the other, and writes model.onnx, mask.json,"
                    + " model.safetensors (the kept blocks alone), report.json, report.md, latency.json (every layer on"
                    + " the spec's devices) and curves.jsonl. The same spec gives the same model as the services do.",
            "A list of budgets in the spec is a run for each, in a folder of its own; the dense control is trained once.",
            "With --plan it only says what the budget means: what each layer would keep, and which budgets can be met.",
            "Exit status 0 if every gate passed, 1 if one was missed, 2 if the run failed."
        },
        footer = {
            "",
            "Examples:",
            "  espalier prune resnet20.onnx --spec resnet20.yaml --plan",
            "  espalier prune resnet20.onnx --spec resnet20.yaml -o pruned",
            "  espalier prune resnet20.onnx --spec resnet20.yaml -o pruned --data-dir ~/datasets --json"
        })
public final class PruneCommand implements Callable<Integer> {

    @Mixin
    private LocalOptions local = new LocalOptions();

    @Parameters(paramLabel = "MODEL", description = "trained ONNX file")
    private Path model = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Purpose purpose = new Purpose();

    @Option(names = "--json", description = "one JSON object instead of text: the plan, or report, gates and files")
    private boolean json;

    private static final class Purpose {

        @Option(
                names = {"-o", "--output"},
                paramLabel = "DIR",
                required = true,
                description = "folder to write to")
        private Path output = Path.of("");

        @Option(
                names = "--plan",
                required = true,
                description = "print what the budget means, layer by layer, and stop; needs no data")
        private boolean plan;
    }

    @Option(
            names = "--image",
            paramLabel = "HxW",
            description =
                    "with --plan: extent of the images (default: as the model says); a run takes it from its data")
    private @Nullable String image;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        if (purpose.plan) {
            plan(terminal);
            return ExitCodes.DONE;
        }
        if (image != null) {
            throw new ParameterException(
                    spec.commandLine(), "--image belongs to --plan; a run takes the extent from its data set");
        }
        RunListener listener = json ? RunListener.NONE : new LocalProgress(terminal);
        RunEnvironment environment = local.environment(listener);
        List<RunSpec> specs = local.specs();
        LocalRun runs = new LocalRun(environment, SharedResults.inMemory());
        boolean passed = true;
        for (RunSpec run : specs) {
            Path folder = specs.size() == 1 ? purpose.output : purpose.output.resolve(folder(run));
            LocalRun.Result result = OrderlyExit.compute(() -> runs.run(ModelFile.bytes(model), run, folder));
            if (json) {
                terminal.line(new String(Json.write(result), StandardCharsets.UTF_8));
            } else {
                summary(result, terminal);
            }
            passed &= Gates.allPassed(result.gates());
        }
        return passed ? ExitCodes.DONE : ExitCodes.REJECTED;
    }

    /// Of one budget of several: `block-sparsity-0.5`, `macs-40percent`.
    static String folder(RunSpec run) {
        return run.prune().budget().label().replace("%", "percent").replaceAll("[^A-Za-z0-9.]+", "-");
    }

    private void plan(Terminal terminal) {
        Graph file = OnnxFile.read(ModelFile.bytes(model));
        Graph graph = image == null ? file : ImageExtent.parse(image).of(file);
        for (RunSpec run : local.specs()) {
            IngestWork.Planned planned = IngestWork.plan(graph, run);
            BudgetPlan plan = BudgetPlan.of(planned.graph(), run);
            if (json) {
                terminal.line(new String(Json.write(plan), StandardCharsets.UTF_8));
            } else {
                PlanTable.lines(plan).forEach(terminal::line);
            }
        }
    }

    private static void summary(LocalRun.Result result, Terminal terminal) {
        terminal.line("");
        GateTable.lines(result.gates()).forEach(terminal::line);
        terminal.line("");
        terminal.line(
                result.report().metric() + " " + Units.number(result.report().accuracy()) + ", reference "
                        + Units.number(result.report().referenceAccuracy()) + ", "
                        + Units.number(result.report().latency().milliseconds()) + " ms on "
                        + result.report().latency().device());
        terminal.line("wrote " + result.written().model());
    }
}

package io.espalier.cli.push;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.watch.RunWatch;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Hands a model and its spec to the pipeline.
@Command(
        name = "push",
        header = "Push a trained model into the pipeline.",
        description =
                "With --watch, exit status 0 if the model was promoted, 1 if a gate rejected it, 2 if the run failed.",
        footer = {
            "",
            "Examples:",
            "  espalier push resnet20.onnx --spec resnet20.yaml --watch",
            "  espalier push resnet20.onnx --spec resnet20.yaml --json"
        })
public final class PushCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(paramLabel = "MODEL", description = "trained ONNX or TorchScript file")
    private Path model = Path.of("");

    @Option(names = "--spec", paramLabel = "FILE", required = true, description = "run spec, YAML")
    private Path specFile = Path.of("");

    @Option(names = "--watch", description = "show the run live until it ends")
    private boolean watch;

    @Option(names = "--json", description = "JSON lines instead of text")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        IngestClient.Pushed pushed = new IngestClient(endpoints.ingest()).push(model, SpecFile.text(specFile));
        if (json) {
            terminal.line(json(pushed));
        } else {
            said(pushed).forEach(terminal::line);
        }
        if (!watch) {
            return ExitCodes.DONE;
        }
        RegistryClient registry = new RegistryClient(endpoints.registry());
        List<String> runs = pushed.runs().stream().map(RunId::value).toList();
        RunWatch watching = new RunWatch(registry, terminal, json, InstantSource.system());
        return watching.watchAll(
                runs, pushed.sweep() == null ? null : pushed.sweep().value(), true);
    }

    private static String json(IngestClient.Pushed pushed) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("run-id", pushed.runs().getFirst());
        if (pushed.sweep() != null) {
            told.put("sweep", pushed.sweep());
            told.put("runs", pushed.runs());
        }
        return new String(Json.write(told), StandardCharsets.UTF_8);
    }

    private List<String> said(IngestClient.Pushed pushed) {
        List<String> lines = new ArrayList<>();
        pushed.runs().forEach(run -> lines.add("accepted as run " + run));
        if (pushed.sweep() != null) {
            lines.add("  They are sweep " + pushed.sweep() + "; compare them with `espalier sweep " + pushed.sweep()
                    + "`.");
        }
        if (!watch) {
            Object watched = pushed.sweep() == null ? pushed.runs().getFirst() : pushed.sweep();
            lines.add("  Watch it with `espalier watch " + watched + "`.");
        }
        return lines;
    }
}

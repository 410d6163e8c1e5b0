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
        RunId run = new IngestClient(endpoints.ingest()).push(model, SpecFile.text(specFile));
        terminal.line(
                json
                        ? new String(Json.write(Map.of("run-id", run)), StandardCharsets.UTF_8)
                        : "accepted as run " + run);
        if (!watch) {
            if (!json) {
                terminal.line("  Watch it with `espalier watch " + run + "`.");
            }
            return ExitCodes.DONE;
        }
        RegistryClient registry = new RegistryClient(endpoints.registry());
        return RunWatch.exitCode(
                new RunWatch(registry, terminal, json, InstantSource.system()).watch(run.value(), true));
    }
}

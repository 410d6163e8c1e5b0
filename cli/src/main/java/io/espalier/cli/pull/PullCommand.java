package io.espalier.cli.pull;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Fetches a registered model.
@Command(
        name = "pull",
        header = "Fetch a registered model, verified.",
        description = "The file appears only when its SHA-256 is the one that the registry gives.",
        footer = {
            "",
            "Examples:",
            "  espalier pull resnet20-cifar10                     the approved version, into this folder",
            "  espalier pull resnet20-cifar10@latest -o models",
            "  espalier pull resnet20-cifar10:3 --json"
        })
public final class PullCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(
            paramLabel = "NAME[@ALIAS|:VERSION]",
            description = "model in the registry; the alias is approved (the default) or latest")
    private String model = "";

    @Option(names = "-o", paramLabel = "DIR", defaultValue = ".", description = "folder to write to (default: here)")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pull.Pulled pulled = new Pull(new RegistryClient(endpoints.registry())).pull(model, directory);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? new String(Json.write(pulled), StandardCharsets.UTF_8) : line(pulled));
        out.flush();
        return ExitCodes.DONE;
    }

    /// What was fetched, for people.
    public static String line(Pull.Pulled pulled) {
        return "%s version %d: %s, %s, SHA-256 %s verified"
                .formatted(
                        pulled.version().name(),
                        pulled.version().version(),
                        pulled.file(),
                        Units.bytes(pulled.version().model().sizeBytes()),
                        pulled.version().model().sha256());
    }
}

package io.espalier.cli.pull;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.EndpointOptions;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.VersionFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        description = "A file appears only when its SHA-256 is the one that the registry gives.",
        footer = {
            "",
            "Examples:",
            "  espalier pull resnet20-cifar10                     the approved version, into this folder",
            "  espalier pull resnet20-cifar10@latest -o models",
            "  espalier pull resnet20-cifar10:3 --json",
            "  espalier pull resnet20-cifar10 --with sidecar,summary    kept blocks alone, and the report"
        })
public final class PullCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Parameters(
            paramLabel = "NAME[@ALIAS|:VERSION]",
            description = "model in the registry; the alias is approved (the default) or latest")
    private String model = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "folder to write to (default: here)")
    private Path directory = Path.of("");

    @Option(
            names = "--with",
            paramLabel = "FILE",
            split = ",",
            description = "fetch these too: mask, sidecar, report, summary")
    private List<String> with = List.of();

    @Option(names = "--all", description = "fetch everything that the version has")
    private boolean all;

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<VersionFile> kinds = all
                ? EnumSet.allOf(VersionFile.class)
                : with.stream().map(VersionFile::ofLabel).collect(Collectors.toSet());
        Pull.Pulled pulled = new Pull(new RegistryClient(endpoints.registry())).pull(model, directory, kinds);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? new String(Json.write(pulled), StandardCharsets.UTF_8) : line(pulled));
        if (!json) {
            pulled.others().forEach(file -> out.println("  " + file + ", verified"));
        }
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

package io.espalier.cli.platform;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the built programs lie.
///
/// @param root the project's folder; the launcher passes it as `espalier.root`
/// @param java the `java` that runs this command, and so every process
public record Installation(Path root, Path java) implements Programs {

    private static final String PLATFORM_MAIN = "io.espalier.embedded.EmbeddedPlatform";

    /// @throws PipelineException.Permanent `NOT_RUNNING` if the command line was started without its launcher
    public static Installation current() {
        String root = System.getProperty("espalier.root");
        if (root == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.NOT_RUNNING, "processes are started by the launcher `./espalier`, not by the bare jar");
        }
        return new Installation(Path.of(root), Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    @Override
    public List<String> command(Component component, Home home, Home.Settings settings) {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC"));
        if (!component.computes()) {
            command.add("-XX:TieredStopAtLevel=1"); // quick to start; nothing there computes
        }
        command.addAll(List.of(
                "-Xmx" + heap(component),
                "-Despalier-component=" + component.label(), // so that `ps` tells them apart
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true"));
        command.addAll(program(component, home, settings));
        return command;
    }

    private List<String> program(Component component, Home home, Home.Settings settings) {
        if (component == Component.PLATFORM) {
            int base = settings.portBase();
            return List.of(
                    "-cp",
                    root.resolve("cli/target/lib") + "/*",
                    PLATFORM_MAIN,
                    "--home",
                    home.state("platform").toString(),
                    "--kafka-port",
                    String.valueOf(component.port(base)),
                    "--postgres-port",
                    String.valueOf(base + Component.DATABASE_OFFSET));
        }
        return List.of("-jar", existing(serviceJar(component)).toString());
    }

    private Path serviceJar(Component component) {
        return root.resolve("services/" + component.label() + "/target/quarkus-app/quarkus-run.jar");
    }

    private static Path existing(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new PipelineException.Permanent(
                    ErrorCode.NOT_RUNNING, jar + " is missing; the launcher `./espalier` builds it");
        }
        return jar;
    }

    private static String heap(Component component) {
        return switch (component) {
            case PRUNING, FINETUNING, EVALUATION -> "1g";
            case INGEST -> "768m"; // the largest model as file, as protobuf and as graph: three times 256 MB
            case PLATFORM, REGISTRY -> "256m";
        };
    }
}

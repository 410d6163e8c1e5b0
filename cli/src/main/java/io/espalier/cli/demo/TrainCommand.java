package io.espalier.cli.demo;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.local.LocalProgress;
import io.espalier.cli.terminal.Terminal;
import io.espalier.trainable.OrderlyExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes the bundled model anew; not needed to run the demo.
@Command(
        name = "train",
        header = "Train the demo's model anew (the file is bundled already).",
        footer = {"", "Examples:", "  espalier demo train -o cli/src/main/resources/demo/" + DemoResources.MODEL})
final class TrainCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "ONNX file to write")
    private Path file = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        return OrderlyExit.compute(() -> {
            DemoModelTraining.run(Files.createTempDirectory("espalier-demo"), file, new LocalProgress(terminal));
            return ExitCodes.DONE;
        });
    }
}

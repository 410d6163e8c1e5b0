package io.espalier.cli.bench;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.terminal.Table;
import io.espalier.contracts.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a SMART training step costs beside a dense one.
@Command(
        name = "step",
        header = "Time a SMART training step against a dense one.",
        description =
                "The kinds take turns in one process, so that other load on the machine hits all alike. A SMART step"
                        + " is a dense step plus the mask: temperature, soft top-k, block factors, their gradients.",
        footer = {
            "",
            "Examples:",
            "  espalier bench step resnet20.onnx",
            "  espalier bench step resnet20.onnx --batch 128 --block 8x8 --rounds 30 --threads 2 --json"
        })
public final class StepCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "ONNX image classifier")
    private Path model = Path.of("");

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128", description = "images a step (default: 128)")
    private int batch;

    @Option(
            names = "--block",
            paramLabel = "OxI",
            defaultValue = "8x8",
            description = "block of weights (default: 8x8)")
    private String block = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "counted steps of each kind (default: 20)")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "of the training engine (default: 2)")
    private int threads;

    @Option(names = "--json", description = "one JSON object instead of a table")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// @param command      that repeats the measurement
    /// @param versions     of what was measured with
    /// @param denseMillis  median of a step without a mask
    /// @param smartMillis  median of a SMART step
    /// @param ratio        smart over dense
    record Result(String command, List<String> versions, double denseMillis, double smartMillis, double ratio) {}

    @Override
    public Integer call() {
        StepTimes times = StepTimes.measure(model, BlockOption.parse(block), batch, threads, rounds);
        String command = String.format(
                Locale.ROOT,
                "espalier bench step %s --batch %d --block %s --rounds %d --threads %d",
                model.getFileName(),
                batch,
                block,
                rounds,
                threads);
        Result result = new Result(command, Versions.lines(), times.denseMillis(), times.smartMillis(), times.ratio());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(Json.write(result), StandardCharsets.UTF_8));
        } else {
            lines(result).forEach(out::println);
        }
        out.flush();
        return ExitCodes.DONE;
    }

    static List<String> lines(Result result) {
        Table table = new Table("step", "median", "ratio")
                .row("dense", millis(result.denseMillis()), "1.000")
                .row("smart", millis(result.smartMillis()), String.format(Locale.ROOT, "%.3f", result.ratio()));
        return java.util.stream.Stream.of(
                        List.of("$ " + result.command()), result.versions(), List.of(""), table.lines())
                .flatMap(List::stream)
                .toList();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}

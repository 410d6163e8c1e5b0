package io.espalier.cli.bench;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.terminal.Table;
import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.Json;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.trainable.OrderlyExit;
import io.espalier.trainable.StepBenchmark;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
            "  espalier bench step resnet18.onnx --batch 32 --image 64x64 --warm-up 20",
            "  espalier bench step resnet20.onnx --batch 128 --block 8x8 --rounds 30 --threads 2 --json"
        })
public final class StepCommand implements Callable<Integer> {

    private static final double MIB = 1 << 20;

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

    @Option(names = "--image", paramLabel = "HxW", description = "extent of the images (default: as the model says)")
    private @Nullable String image;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "counted steps of each kind (default: 20)")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "3",
            description = "steps of each kind before those: 20 let Java's compiler settle as in a run (default: 3)")
    private int warmUp;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "of the training engine (default: 2)")
    private int threads;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the images (default: 1)")
    private long seed;

    @Option(names = "--json", description = "one JSON object instead of a table")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// One kind of step.
    ///
    /// @param wallMillis      median wall clock
    /// @param cpuMillis       mean processor time of the process, all threads
    /// @param imagesPerSecond at the median
    record Kind(double wallMillis, double cpuMillis, double imagesPerSecond) {}

    /// @param command   that repeats the measurement
    /// @param seed      of the images
    /// @param threads   of the training engine
    /// @param versions  of what was measured with
    /// @param dense     a step without a mask
    /// @param smart     a step with one
    /// @param wallRatio smart over dense
    /// @param cpuRatio  smart over dense
    /// @param peakMemoryMib largest resident set of the process with both networks in it, 2²⁰ bytes
    record Result(
            String command,
            long seed,
            int threads,
            List<String> versions,
            Kind dense,
            Kind smart,
            double wallRatio,
            double cpuRatio,
            double peakMemoryMib) {}

    @Override
    public Integer call() throws Exception {
        Bounds.require(spec, "--batch", batch, 1, 65_536);
        Bounds.require(spec, "--rounds", rounds, 1, 1_000_000);
        Bounds.require(spec, "--warm-up", warmUp, 0, 1_000_000);
        Bounds.require(spec, "--threads", threads, 1, 1024);
        BlockPattern blocks = BlockOption.parse(block);
        Graph file = OnnxFile.read(model);
        Graph graph = image == null ? file : ImageExtent.parse(image).of(file);
        Result result = OrderlyExit.compute(
                () -> result(StepTimes.measure(graph, blocks, batch, threads, seed, warmUp, rounds)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(Json.write(result), StandardCharsets.UTF_8));
        } else {
            lines(result).forEach(out::println);
        }
        out.flush();
        return ExitCodes.DONE;
    }

    private Result result(StepTimes times) {
        String extent = image == null ? "" : " --image " + image;
        String command =
                "espalier bench step %s --batch %d%s --block %s --warm-up %d --rounds %d --threads %d --seed %d"
                        .formatted(model.getFileName(), batch, extent, block, warmUp, rounds, threads, seed);
        return new Result(
                command,
                seed,
                threads,
                Versions.lines(),
                kind(times, times.dense()),
                kind(times, times.smart()),
                times.wallRatio(),
                times.cpuRatio(),
                times.peakMemory() / MIB);
    }

    private static Kind kind(StepTimes times, StepBenchmark.Cost cost) {
        return new Kind(cost.wallNanos() / 1e6, cost.cpuNanos() / 1e6, times.imagesPerSecond(cost));
    }

    static List<String> lines(Result result) {
        Table table = new Table("step", "wall", "CPU", "images/s", "wall ratio", "CPU ratio")
                .row(row("dense", result.dense(), 1, 1))
                .row(row("smart", result.smart(), result.wallRatio(), result.cpuRatio()));
        String setting = "seed " + result.seed() + ", threads " + result.threads()
                + "; wall clock is the median, CPU the mean of all threads";
        String memory = String.format(
                Locale.ROOT, "peak memory %.0f MiB, with both networks in one process", result.peakMemoryMib());
        return Stream.of(
                        List.of("$ " + result.command()),
                        result.versions(),
                        List.of(setting, ""),
                        table.lines(),
                        List.of("", memory))
                .flatMap(List::stream)
                .toList();
    }

    private static String[] row(String name, Kind kind, double wallRatio, double cpuRatio) {
        return new String[] {
            name,
            millis(kind.wallMillis()),
            millis(kind.cpuMillis()),
            String.format(Locale.ROOT, "%.1f", kind.imagesPerSecond()),
            String.format(Locale.ROOT, "%.3f", wallRatio),
            String.format(Locale.ROOT, "%.3f", cpuRatio)
        };
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}

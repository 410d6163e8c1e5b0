package io.espalier.cli.local;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.sample.RandomImages;
import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.runs.Compacted;
import io.espalier.runs.ForwardCheck;
import java.io.IOException;
import java.nio.file.Files;
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

/// Cuts what channel pruning has zeroed out of a file.
@Command(
        name = "compact",
        header = "Cut removed channels out of a pruned model: a smaller file with equal outputs.",
        description = {
            "Channels whose weights, bias and normalisation are exact zeros go from every layer that makes or reads"
                    + " them. Both files are then run on noise in ONNX Runtime: their outputs must be equal to 1e-4 of"
                    + " the value and 1e-5, and their times, taken in turns, are shown.",
            "A model of any image size needs --image for this and stays one of any size."
        },
        footer = {
            "",
            "Examples:",
            "  espalier compact pruned/model.onnx -o small.onnx",
            "  espalier compact pruned/model.onnx -o small.onnx --granule 8"
        })
public final class CompactCommand implements Callable<Integer> {

    private static final long SEED = 1;

    @Parameters(paramLabel = "MODEL", description = "pruned ONNX file")
    private Path model = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "where the smaller file goes")
    private Path output = Path.of("");

    @Option(
            names = "--granule",
            paramLabel = "N",
            defaultValue = "1",
            description = "channels that the device computes at once: layers keep a multiple of it (default: 1)")
    private int granule;

    @Option(
            names = "--image",
            paramLabel = "HxW",
            description = "extent of the images that are compared (default: as the model says)")
    private @Nullable String image;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "20",
            description = "timed inferences of each file (default: 20)")
    private int turns;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "of ONNX Runtime (default: 2)")
    private int threads;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Bounds.require(spec, "--granule", granule, 1, 4096);
        Bounds.require(spec, "--turns", turns, 1, 100_000);
        Bounds.require(spec, "--threads", threads, 1, 1024);
        Graph file = OnnxFile.read(model);
        Graph sized = sized(file);
        List<Batch> batches = Stream.of(1, 2)
                .map(size -> RandomImages.unlabelled(sized, size, SEED))
                .toList();
        boolean anySize = !file.inputs().getFirst().shape().boundBatch(1).isFixed();
        Compacted compacted = Compacted.of(anySize ? file : sized, granule, batches, turns, threads);
        compacted.write(output);
        Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
        lines(sized, compacted).forEach(terminal::line);
        terminal.line("wrote " + output);
        return ExitCodes.DONE;
    }

    private Graph sized(Graph graph) {
        return image == null ? graph : ImageExtent.parse(image).of(graph);
    }

    private List<String> lines(Graph pruned, Compacted compacted) throws IOException {
        ModelSummary before = ModelSummary.of(pruned);
        ModelSummary after = ModelSummary.of(sized(OnnxFile.read(compacted.model())));
        Table table = new Table("", "with zeros", "compact", "ratio");
        row(table, "parameters", before.parameters(), after.parameters());
        row(table, "MACs", before.macs(), after.macs());
        row(table, "file bytes", Files.size(model), compacted.model().length);
        table.row(
                "ONNX Runtime, ms",
                Units.number(compacted.prunedMs()),
                Units.number(compacted.modelMs()),
                Units.number(compacted.modelMs() / compacted.prunedMs()));
        double difference = compacted.outputs().stream()
                .mapToDouble(ForwardCheck.Compared::difference)
                .max()
                .orElse(0);
        return Stream.concat(table.lines().stream(), Stream.of("outputs differ by at most " + Units.number(difference)))
                .toList();
    }

    private static void row(Table table, String name, long before, long after) {
        table.row(
                name,
                String.format(Locale.ROOT, "%,d", before),
                String.format(Locale.ROOT, "%,d", after),
                Units.number((double) after / before));
    }
}

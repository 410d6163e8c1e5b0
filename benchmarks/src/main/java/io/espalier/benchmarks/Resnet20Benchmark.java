package io.espalier.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.artifacts.CheckpointStore;
import io.espalier.artifacts.FileStorage;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Datasets;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.runs.OnnxEvaluation;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.training.ControlRun;
import io.espalier.smart.training.FinetuningRun;
import io.espalier.smart.training.Pruned;
import io.espalier.smart.training.PruningRun;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.RunListener;
import io.espalier.smart.training.Trained;
import io.espalier.trainable.OrderlyExit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// SMART, magnitude and Taylor at 50 % and 70 % of the 8 × 8 blocks of a ResNet-20, against a dense control
/// with as many epochs; one JSON line a cell, appended as it ends. Cells that the file has already are not run
/// again.
///
/// Usage: `Resnet20Benchmark MODEL DATA_DIRECTORY CACHE_DIRECTORY RESULTS.jsonl [CELL_NAME_PREFIX]
/// [IMAGES_PER_EPOCH]`
public final class Resnet20Benchmark {

    private static final int THREADS = 2;

    private final Graph source;
    private final ImageDataset train;
    private final ImageDataset validation;
    private final CheckpointStore states;
    private final int imagesPerEpoch;

    private Resnet20Benchmark(
            Graph source, ImageDataset train, ImageDataset validation, CheckpointStore states, int imagesPerEpoch) {
        this.source = source;
        this.train = train;
        this.validation = validation;
        this.states = states;
        this.imagesPerEpoch = imagesPerEpoch;
    }

    private static final String USAGE =
            "usage: Resnet20Benchmark MODEL DATA_DIRECTORY CACHE_DIRECTORY RESULTS.jsonl [CELL_NAME_PREFIX]"
                    + " [IMAGES_PER_EPOCH]";

    /// Exit status 64 if the arguments are wrong.
    public static void main(String[] args) throws Exception {
        if (!areValid(args)) {
            System.err.println(USAGE);
            System.exit(64);
        }
        OrderlyExit.compute(() -> {
            runAll(args);
            return 0;
        });
    }

    /// Four to six, the first an existing file, the last a number of images, 0 for the comparison's own.
    static boolean areValid(String[] args) {
        boolean files = args.length >= 4 && args.length <= 6 && Files.isRegularFile(Path.of(args[0]));
        return files && (args.length < 6 || args[5].matches("[0-9]{1,9}"));
    }

    private static void runAll(String[] args) throws IOException {
        Graph source = TrainingForm.of(OnnxFile.read(Path.of(args[0])));
        Path results = Path.of(args[3]);
        String prefix = args.length > 4 ? args[4] : "";
        int imagesPerEpoch = args.length > 5 ? Integer.parseInt(args[5]) : 0;
        RunSpec any = Cell.all().getFirst().spec(THREADS, imagesPerEpoch);
        Path cache = Path.of(args[2]);
        CheckpointStore states = new FileStorage(cache).checkpoints();
        try (ImageDataset train = Datasets.open(any.data(), any.data().train(), Path.of(args[1]), cache);
                ImageDataset validation = Datasets.open(any.data(), any.data().validation(), Path.of(args[1]), cache)) {
            Resnet20Benchmark benchmark = new Resnet20Benchmark(source, train, validation, states, imagesPerEpoch);
            for (Cell cell : Cell.all()) {
                if (cell.name().startsWith(prefix) && !done(results).contains(cell.name())) {
                    append(results, benchmark.run(cell));
                    benchmark.clearStates(cell);
                }
            }
        }
    }

    private static Set<String> done(Path results) throws IOException {
        List<String> lines = Files.exists(results) ? Files.readAllLines(results) : List.of();
        return lines.stream()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), CellResult.class)
                        .name())
                .collect(Collectors.toSet());
    }

    private static void append(Path results, CellResult result) throws IOException {
        String line = new String(Json.write(result), StandardCharsets.UTF_8);
        System.out.println(line);
        Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private CellResult run(Cell cell) {
        RunSpec spec = cell.spec(THREADS, imagesPerEpoch);
        CellCheckpoints first = new CellCheckpoints(states, CellCheckpoints.name(cell, spec, "first"));
        RunContext context = new RunContext(spec, train, validation, first, new ConsoleProgress(cell.name()));
        return cell.isControl() ? control(cell, context) : pruning(cell, context);
    }

    /// Only after the result is written: a kill in between repeats the last step, not the cell.
    private void clearStates(Cell cell) {
        RunSpec spec = cell.spec(THREADS, imagesPerEpoch);
        List.of("first", "finetune").forEach(phase -> states.clear(CellCheckpoints.name(cell, spec, phase)));
    }

    private CellResult control(Cell cell, RunContext context) {
        Clocks clocks = new Clocks();
        Trained trained = new ControlRun(context).run(source);
        double seconds = clocks.wallSeconds();
        double before = accuracy(context, source);
        double after = accuracy(context, trained.graph());
        int blocks = BlockLayout.of(source, context.spec().prune()).blocks();
        return new CellResult(
                cell.name(), cell.seed(), 0, after, before, after, 0, blocks, seconds, clocks.cpuSeconds());
    }

    private CellResult pruning(Cell cell, RunContext context) {
        Clocks clocks = new Clocks();
        Pruned pruned = new PruningRun(context).run(source);
        String finetune = CellCheckpoints.name(cell, context.spec(), "finetune");
        Trained tuned = new FinetuningRun(context.with(new CellCheckpoints(states, finetune)))
                .run(pruned.graph(), pruned.mask(), source);
        double seconds = clocks.wallSeconds();
        Graph exported = TrainingForm.of(OnnxFile.read(OnnxFile.write(tuned.graph())));
        BlockLayout layout = BlockLayout.of(exported, context.spec().prune());
        BudgetCount count = BlockBudget.of(source, layout, context.spec()).recount(exported);
        return new CellResult(
                cell.name(),
                cell.seed(),
                cell.sparsity(),
                accuracy(context, tuned.graph()),
                pruned.softAccuracy(),
                pruned.hardAccuracy(),
                count.removedBlocks(),
                count.blocks(),
                seconds,
                clocks.cpuSeconds());
    }

    private double accuracy(RunContext context, Graph graph) {
        return new OnnxEvaluation(validation, context.spec(), OnnxFile.write(source), RunListener.NONE)
                .of(OnnxFile.write(graph))
                .value();
    }

    /// Wall clock and processor time since it was made.
    private static final class Clocks {

        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private final long wall = System.nanoTime();
        private final long cpu = system.getProcessCpuTime();

        double wallSeconds() {
            return (System.nanoTime() - wall) / 1e9;
        }

        double cpuSeconds() {
            return (system.getProcessCpuTime() - cpu) / 1e9;
        }
    }

    /// One line every 39 steps, half an epoch.
    private record ConsoleProgress(String cell) implements RunListener {

        @Override
        public void progressed(Progress progress) {
            boolean images =
                    progress.phase().equals("accuracy") || progress.phase().equals("validation");
            boolean shown = !images && progress.done() % 39 == 0;
            if (shown || progress.done() == progress.total()) {
                System.out.println(cell + " " + progress);
            }
        }
    }
}

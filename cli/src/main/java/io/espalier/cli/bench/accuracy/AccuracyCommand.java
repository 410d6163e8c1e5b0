package io.espalier.cli.bench.accuracy;

import io.espalier.cli.Bounds;
import io.espalier.cli.ExitCodes;
import io.espalier.cli.platform.HomeOption;
import io.espalier.cli.terminal.Terminal;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Datasets;
import io.espalier.datasets.ImageDataset;
import io.espalier.trainable.OrderlyExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Methods of pruning against each other: same blocks, budgets, epochs and data order.
@Command(
        name = "accuracy",
        header = "Compare methods of pruning at equal cost.",
        description = {
            "Trains one cell after the other for every method, budget, pattern and seed, each as a run's prune and"
                    + " finetune stages do, and judges the exported file in ONNX Runtime. Writes results.jsonl (a line a"
                    + " cell), table.md, plot.svg and provenance.json.",
            "A finished cell is not run again, an unfinished one goes on where it was stopped: give the same command"
                    + " again, or one with more methods, budgets or seeds.",
            "A method is smart, random, magnitude, lamp, snip, taylor, gmp, movement, ac-dc or pdp; behind a '+' come keys"
                    + " of prune or prune.smart that differ: magnitude+normalization=lamp, smart+mask=weights."
        },
        footer = {
            "",
            "Examples:",
            "  espalier bench accuracy --model resnet20-cifar10.onnx --spec benchmarks/resnet20.yaml --data-dir ~/datasets"
                    + " --methods smart,magnitude --budgets 0.5,0.7 --patterns 8x8,channel --seeds 1,2,3 --output results",
            "  espalier bench accuracy --model resnet20-cifar10.onnx --spec benchmarks/resnet20.yaml --methods smart"
                    + " --ablation mask=weights,operator=lapsum --budgets 0.7 --output ablations --dry-run"
        })
public final class AccuracyCommand implements Callable<Integer> {

    private static final int MOST_EPOCHS = 10_000;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private BaseOptions base = new BaseOptions();

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "trained ONNX file")
    private Path model = Path.of("");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where relative data set locations are looked up (default: here)")
    private Path dataDirectory = Path.of("");

    @Option(
            names = "--methods",
            paramLabel = "M,…",
            split = ",",
            defaultValue = "smart,magnitude",
            description = "compared methods (default: smart,magnitude)")
    private List<String> methods = new ArrayList<>();

    @Option(names = "--ablation", paramLabel = "K=V,…", split = ",", description = "also smart+K=V for each of these")
    private List<String> ablations = new ArrayList<>();

    @Option(
            names = "--budgets",
            paramLabel = "B,…",
            split = ",",
            defaultValue = "0.5,0.7",
            description = "shares of blocks removed, or limits such as npu-cycles=40%% (default: 0.5,0.7)")
    private List<String> budgets = new ArrayList<>();

    @Option(
            names = "--patterns",
            paramLabel = "P,…",
            split = ",",
            defaultValue = "8x8",
            description = "blocks: 8x8, im2col-8x32, channel, 2:4, 8x8+2:4 (default: 8x8)")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N,…", split = ",", defaultValue = "1", description = "(default: 1)")
    private List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--validation-images",
            paramLabel = "N",
            defaultValue = "0",
            description = "judge on so many, spread evenly; 0 = all (default: 0)")
    private int validationImages;

    @Option(names = "--no-control", description = "without a dense control a seed")
    private boolean noControl;

    @Option(names = "--keep-models", description = "keep exported files in OUTPUT/models")
    private boolean keepModels;

    @Option(names = "--dry-run", description = "only list the cells and which are finished")
    private boolean dryRun;

    @Option(
            names = "--rerun-other-builds",
            description = "run cells anew that another build of Espalier finished; their lines stay in results.jsonl")
    private boolean again;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "folder of the results")
    private Path output = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Bounds.require(spec, "--validation-images", validationImages, 0, Integer.MAX_VALUE);
        RunSpec shared = base.spec(spec);
        List<Cell> cells = grid().cells();
        cells.forEach(cell -> cell.spec(shared)); // a mistake shows before the first hour
        byte[] source = modelBytes();
        Path cache = home.home().state("cache");
        Path data = dataDirectory.toAbsolutePath();
        try (ImageDataset train = Datasets.open(shared.data(), shared.data().train(), data, cache);
                ImageDataset validation =
                        Datasets.open(shared.data(), shared.data().validation(), data, cache)) {
            ImageDataset judged = EvenSubset.of(validation, validationImages);
            Workbench bench = new Workbench(shared, source, train, judged, output, keepModels, Provenance.build());
            Terminal terminal = Terminal.of(spec.commandLine().getOut(), System.getenv());
            Comparison comparison = new Comparison(bench, cells, again, terminal);
            if (dryRun) {
                comparison.list();
                return ExitCodes.DONE;
            }
            Provenance.add(output, session(shared));
            return OrderlyExit.compute(comparison::run) ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

    private Grid grid() {
        List<String> all = new ArrayList<>(methods);
        ablations.forEach(ablation -> all.add("smart+" + ablation));
        return new Grid(all, budgets, patterns, seeds, !noControl);
    }

    private Provenance.Session session(RunSpec shared) throws IOException {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return Provenance.Session.now(arguments, shared.reproducibility().threads(), seeds);
    }

    private byte[] modelBytes() {
        try {
            return Files.readAllBytes(model);
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.ARTIFACT_NOT_FOUND, "the model " + model + " cannot be read", e);
        }
    }

    /// What all cells share.
    static final class BaseOptions {

        @Option(
                names = "--spec",
                paramLabel = "FILE",
                description = "run spec that all cells share, YAML; without training.validate-every it is 0 here: no"
                        + " weights are chosen on the images that are judged on")
        private @Nullable Path file;

        @Option(names = "--data", paramLabel = "URI", description = "data set, in place of the spec's data.uri")
        private @Nullable String uri;

        @Option(names = "--images", paramLabel = "N", description = "training images an epoch; 0 = all")
        private @Nullable Integer images;

        @Option(names = "--prune-epochs", paramLabel = "N", description = "in place of the spec's prune.epochs")
        private @Nullable Integer pruneEpochs;

        @Option(names = "--finetune-epochs", paramLabel = "N", description = "in place of the spec's finetune.epochs")
        private @Nullable Integer finetuneEpochs;

        @Option(names = "--threads", paramLabel = "N", description = "of the training engine")
        private @Nullable Integer threads;

        RunSpec spec(CommandSpec command) {
            requireCount(command, "--images", images, 0);
            requireCount(command, "--prune-epochs", pruneEpochs, 0);
            requireCount(command, "--finetune-epochs", finetuneEpochs, 0);
            requireCount(command, "--threads", threads, 1);
            return new BaseSpec(file, uri, images, pruneEpochs, finetuneEpochs, threads).read();
        }

        private static void requireCount(CommandSpec command, String option, @Nullable Integer value, int least) {
            if (value != null) {
                int most = option.endsWith("epochs") ? MOST_EPOCHS : Integer.MAX_VALUE;
                Bounds.require(command, option, value, least, most);
            }
        }
    }
}

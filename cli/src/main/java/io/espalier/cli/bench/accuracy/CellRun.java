package io.espalier.cli.bench.accuracy;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.Json;
import io.espalier.contracts.PruneMethod;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Sha256;
import io.espalier.metrics.Scores;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.runs.DirectoryCheckpoints;
import io.espalier.runs.OnnxEvaluation;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.training.ControlRun;
import io.espalier.smart.training.FinetuningRun;
import io.espalier.smart.training.Pruned;
import io.espalier.smart.training.PruningRun;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// One cell from the source file to its result. What is stopped goes on where it was.
///
/// A cell computes what a run's stages compute, and nothing that is not of its result: only methods with a soft
/// mask are judged before and after hardening, and the file once, at the end.
final class CellRun {

    private static final Duration STATE_INTERVAL = Duration.ofMinutes(1);
    private static final int DIGEST_DIGITS = 24;

    private final Workbench bench;
    private final Cell cell;
    private final RunSpec spec;
    private final RunListener listener;
    private final List<DirectoryCheckpoints> states;

    CellRun(Workbench bench, Cell cell, RunListener listener) {
        this.bench = bench;
        this.cell = cell;
        this.spec = cell.spec(bench.base());
        this.listener = listener;
        this.states = List.of(checkpoints("first"), checkpoints("finetune"));
    }

    /// States of another spec, model, data set or build are not gone on from.
    private DirectoryCheckpoints checkpoints(String phase) {
        String inputs = new String(Json.write(spec), StandardCharsets.UTF_8)
                + bench.modelDigest()
                + bench.train().digest()
                + bench.validation().digest()
                + bench.build().code();
        String name = Sha256.hex(inputs.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
        return new DirectoryCheckpoints(bench.output().resolve("states"), name + "-" + phase, STATE_INTERVAL);
    }

    /// What a training gave.
    ///
    /// @param pruned absent of `control`
    private record Outcome(Graph graph, @Nullable Pruned pruned) {}

    /// @throws io.espalier.contracts.PipelineException.Permanent as the stages do
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted; the state is saved first
    CellResult run() throws IOException {
        Clocks clocks = new Clocks();
        RunContext context = new RunContext(spec, bench.train(), bench.validation(), states.getFirst(), listener);
        Graph source = bench.graph();
        Outcome outcome = cell.isControl()
                ? new Outcome(new ControlRun(context).run(source).graph(), null)
                : pruned(context, source);
        double wallSeconds = clocks.wallSeconds();
        double cpuSeconds = clocks.cpuSeconds();
        byte[] exported = OnnxFile.write(outcome.graph());
        keep(exported);
        return result(outcome.pruned(), exported, wallSeconds, cpuSeconds);
    }

    private Outcome pruned(RunContext context, Graph source) {
        PruningRun pruning = new PruningRun(context);
        Pruned pruned = (hasSoftMask() ? pruning : pruning.unjudged()).run(source);
        Graph tuned = new FinetuningRun(context.with(states.getLast()))
                .run(pruned.graph(), pruned.mask(), source)
                .graph();
        return new Outcome(tuned, pruned);
    }

    private boolean hasSoftMask() {
        PruneMethod method = spec.prune().method();
        return method == PruneMethod.SMART || method == PruneMethod.PDP;
    }

    private CellResult result(@Nullable Pruned pruned, byte[] exported, double wallSeconds, double cpuSeconds) {
        Scores scores = evaluation().of(exported);
        Graph graph = TrainingForm.of(OnnxFile.read(exported));
        Pruned judged = hasSoftMask() ? pruned : null;
        return new CellResult(
                cell.name(),
                cell.method(),
                cell.pattern(),
                cell.budget(),
                cell.seed(),
                scores.primary(),
                scores.value(),
                cell.isControl()
                        ? Double.valueOf(evaluation().of(bench.source()).value())
                        : null,
                of(judged, Pruned::softAccuracy),
                of(judged, Pruned::hardAccuracy),
                of(judged, Pruned::softCount),
                count(graph),
                bench.validation().size(),
                wallSeconds,
                cpuSeconds,
                new CellResult.Inputs(
                        bench.modelDigest(),
                        bench.train().digest(),
                        bench.validation().digest(),
                        Json.MAPPER.valueToTree(spec),
                        bench.build().code(),
                        bench.build().commit(),
                        Sha256.hex(exported)));
    }

    private static @Nullable Double of(@Nullable Pruned pruned, ToDoubleFunction<Pruned> value) {
        return pruned == null ? null : value.applyAsDouble(pruned);
    }

    /// Of a control nothing was to be removed.
    private BudgetCount count(Graph exported) {
        Graph source = bench.graph();
        BlockLayout layout = BlockLayout.of(source, spec.prune());
        return cell.isControl()
                ? layout.recount(exported, 0)
                : BlockBudget.of(source, layout, spec).recount(exported);
    }

    private OnnxEvaluation evaluation() {
        return new OnnxEvaluation(bench.validation(), spec, bench.source(), listener);
    }

    private void keep(byte[] exported) throws IOException {
        if (bench.keepModels()) {
            Path directory = Files.createDirectories(bench.output().resolve("models"));
            Files.write(directory.resolve(cell.name().replace(':', '-') + ".onnx"), exported);
        }
    }

    /// Only after the result is written: a kill in between repeats the last step, not the cell.
    void forget() {
        states.forEach(DirectoryCheckpoints::clear);
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
}

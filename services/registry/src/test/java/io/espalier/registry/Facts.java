package io.espalier.registry;

import static java.util.Objects.requireNonNull;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.EvaluationReport.LayerCost;
import io.espalier.contracts.Exports;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.SweepId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The facts that the other four services would publish about one run; its files are in the store.
public final class Facts {

    private final RunId run;
    private final Instant begin;
    private final RunSpec spec;
    private final ArtifactRef source;
    private final ArtifactRef tuned;
    private final ArtifactRef mask;
    private final ArtifactRef curves;
    private final Exports exports;
    private final @Nullable SweepId sweep;

    public Facts(ArtifactStore store, String name, String model, Instant begin) {
        this(store, RunId.ofSubmission("test", name), name, model, begin, null);
    }

    /// One run of a sweep.
    public static Facts ofSweep(ArtifactStore store, SweepId sweep, int index, String model, Instant begin) {
        return new Facts(store, sweep.run(index), sweep + "-" + index, model, begin, sweep);
    }

    private Facts(ArtifactStore store, RunId run, String name, String model, Instant begin, @Nullable SweepId sweep) {
        this.run = run;
        this.sweep = sweep;
        this.begin = begin;
        this.spec = RunSpecReader.read("""
                model: %s
                data: {uri: "zip:cifar10-jpeg.zip!/cifar10", limit: 10000}
                gates: {max-accuracy-drop: 0.02, max-latency-ms: 0.5, max-weight-bytes: 700KB}
                """.formatted(model));
        this.source = store.put(bytes(name + " source"), MediaTypes.ONNX);
        this.tuned = store.put(bytes(name + " tuned"), MediaTypes.ONNX);
        this.mask = store.put(bytes(name + " mask"), MediaTypes.MASK);
        this.curves = store.put(bytes(name + " curves"), MediaTypes.CURVES);
        this.exports = new Exports(
                store.put(bytes(name + " sidecar"), MediaTypes.SIDECAR),
                store.put(bytes(name + " report"), MediaTypes.REPORT),
                store.put(bytes(name + " summary"), MediaTypes.SUMMARY),
                store.put(layersOnDevices(), MediaTypes.LATENCY));
    }

    /// As `espalier npu estimate --measure --json` printed it of the ResNet-20, without nodes that take no time.
    private static byte[] layersOnDevices() {
        try (InputStream json = Facts.class.getResourceAsStream("/latency.json")) {
            return requireNonNull(json, "latency.json is absent").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.repeat(100).getBytes(StandardCharsets.UTF_8);
    }

    public RunId run() {
        return run;
    }

    public Exports exports() {
        return exports;
    }

    public ArtifactRef tuned() {
        return tuned;
    }

    /// In pipeline order, ending with an evaluation that passes every gate if `accuracy` is at least 0.848.
    public List<PipelineEvent> all(double accuracy) {
        return List.of(submitted(), ingested(), pruned(), finetuned(), evaluated(accuracy));
    }

    /// The first run of a sweep, said with all its budgets.
    public ModelSubmitted submitted(List<BudgetSpec> budgets) {
        return new ModelSubmitted(run, begin, URI.create("file:model.onnx"), null, spec, budgets, null);
    }

    public ModelSubmitted submitted() {
        return new ModelSubmitted(run, begin, URI.create("file:model.onnx"), null, spec);
    }

    public ModelIngested ingested() {
        return new ModelIngested(run, begin.plusSeconds(1), source, spec, sweep);
    }

    public ModelPruned pruned() {
        return new ModelPruned(run, begin.plusSeconds(60), spec, source, source, tuned, mask, curves, budget());
    }

    public ModelFinetuned finetuned() {
        return new ModelFinetuned(run, begin.plusSeconds(100), spec, source, source, tuned, mask, curves);
    }

    public ModelEvaluated evaluated(double accuracy) {
        return evaluated(accuracy, 0.303);
    }

    public ModelEvaluated evaluated(double accuracy, double latencyMs) {
        return new ModelEvaluated(
                run, begin.plusSeconds(110), spec, source, tuned, mask, report(accuracy, latencyMs), exports);
    }

    /// An evaluation that PostgreSQL refuses for good: a NUL has no place in its JSON.
    public ModelEvaluated unacceptable() {
        ModelEvaluated sound = evaluated(0.86);
        return new ModelEvaluated(run, sound.occurredAt(), spec, source, tuned, mask, withLayer("\0", sound.report()));
    }

    private static EvaluationReport withLayer(String name, EvaluationReport report) {
        return new EvaluationReport(
                report.images(),
                report.metric(),
                report.metrics(),
                report.sourceAccuracy(),
                report.referenceAccuracy(),
                report.accuracy(),
                report.budget(),
                report.denseLatency(),
                report.latency(),
                report.weightBytes(),
                report.denseWeightBytes(),
                report.fileSizeBytes(),
                List.of(new LayerCost(name, "Conv", 1, 1, 1, 1, 0, 0)));
    }

    public StageFailed failed(Stage stage, ErrorCode code, String message) {
        return new StageFailed(run, begin.plusSeconds(30), stage, code, message);
    }

    public StageProgressed progress(Stage stage, long sequence, long total, Map<String, Double> metrics) {
        Instant at = begin.plusMillis(2_000 + 50_000 * sequence / total);
        return new StageProgressed(run, at, stage, 1, sequence, stage.label(), sequence, total, metrics);
    }

    private static BudgetCount budget() {
        return new BudgetCount(4_176, 2_088, 2_088, 267_264, 133_632);
    }

    private EvaluationReport report(double accuracy, double latencyMs) {
        EvaluationReport.Latency dense = new EvaluationReport.Latency("systolic-32x32", 262_144, 0.524);
        EvaluationReport.Latency pruned = new EvaluationReport.Latency("systolic-32x32", 151_552, latencyMs);
        return new EvaluationReport(
                10_000,
                "top-1",
                Map.of("top-1", accuracy),
                0.8098,
                0.868,
                accuracy,
                budget(),
                dense,
                pruned,
                548_000,
                1_078_000,
                tuned.sizeBytes(),
                layers());
    }

    private static List<LayerCost> layers() {
        return IntStream.range(0, 19)
                .mapToObj(layer -> {
                    double sparsity = layer == 0 ? 0 : 0.3 + 0.025 * layer;
                    long dense = 9_000 + 800L * layer;
                    long folds = 18;
                    long skipped = Math.round(folds * sparsity);
                    return new LayerCost(
                            "layer" + (1 + layer / 7) + "/block" + layer % 3 + "/conv" + (1 + layer % 2),
                            "Conv",
                            2_359_296,
                            dense,
                            Math.round(dense * (1 - 0.8 * sparsity)),
                            folds,
                            skipped,
                            sparsity);
                })
                .toList();
    }
}

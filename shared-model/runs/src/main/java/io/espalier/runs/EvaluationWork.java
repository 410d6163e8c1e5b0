package io.espalier.runs;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.ImageDataset;
import io.espalier.metrics.Scores;
import io.espalier.npu.LayerEstimate;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.NpuReport;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.MeasuredLatency;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.budget.BlockBudget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The evaluation stage: measures the bytes that would be served.
public final class EvaluationWork {

    private final RunEnvironment environment;
    private final SharedResults shared;

    public EvaluationWork(RunEnvironment environment) {
        this(environment, SharedResults.NONE);
    }

    /// @param shared with other runs of the sweep: the accuracy of the dense models is measured once
    public EvaluationWork(RunEnvironment environment, SharedResults shared) {
        this.environment = environment;
        this.shared = shared;
    }

    /// How often all images go through a network; fewer for the later runs of a sweep.
    public static int passes(SharedResults shared, byte[] source, byte[] reference) {
        return (int) Stream.of(source, Arrays.equals(source, reference) ? source : reference)
                        .distinct()
                        .filter(dense -> !DenseAccuracy.isKnown(shared, dense))
                        .count()
                + 1;
    }

    /// @param source    bytes of the pushed file
    /// @param reference bytes of the dense model that the accuracy gate compares with
    /// @param model     bytes of the file to be served
    public EvaluationReport run(byte[] source, byte[] reference, byte[] model, RunSpec spec) {
        try (ImageDataset images = environment.openValidation(spec)) {
            Graph pushed = Extents.of(TrainingForm.of(OnnxFile.read(source)), images);
            Graph measured = Extents.of(TrainingForm.of(OnnxFile.read(model)), images);
            BlockLayout layout = BlockLayout.of(measured, spec.prune());
            BudgetCount count = BlockBudget.of(pushed, layout, spec).recount(measured);
            NpuProfile device = NpuProfiles.named(spec.device());
            NpuReport before = NpuModel.estimate(pushed, device);
            NpuReport after = NpuModel.estimate(measured, device);
            OnnxEvaluation evaluation = new OnnxEvaluation(images, spec, source, environment.listener());
            DenseAccuracy dense = new DenseAccuracy(evaluation, shared);
            double ofSource = dense.of(source);
            double ofReference = Arrays.equals(source, reference) ? ofSource : dense.of(reference);
            Scores scores = evaluation.of(model);
            return new EvaluationReport(
                    images.size(),
                    scores.primary(),
                    scores.values(),
                    ofSource,
                    ofReference,
                    scores.value(),
                    count,
                    latency(before),
                    latency(after),
                    after.weightBytes(),
                    before.weightBytes(),
                    model.length,
                    layers(after, blockSparsity(layout, measured)),
                    spec.gates().devices().stream()
                            .map(name -> latency(NpuModel.estimate(measured, NpuProfiles.named(name))))
                            .toList());
        }
    }

    /// Every layer on the spec's device and on those that its gates name, as `espalier npu estimate` prints them, and
    /// what the file takes on this processor. Measured times differ from call to call: nothing is judged by them,
    /// and they are no part of [EvaluationReport].
    ///
    /// A model of any image size is given the data set's.
    ///
    /// @param model bytes of the file to be served
    public EstimateReport latencies(byte[] model, RunSpec spec) {
        Graph file = OnnxFile.read(model);
        List<NpuProfile> devices = Stream.concat(Stream.of(spec.device()), spec.gates().devices().stream())
                .distinct()
                .map(NpuProfiles::named)
                .toList();
        return EstimateReport.of(
                spec.model(),
                NpuNetwork.of(sized(TrainingForm.of(file), spec)),
                devices,
                MeasuredLatency.briefly(sized(file, spec)));
    }

    private Graph sized(Graph graph, RunSpec spec) {
        if (!Extents.areOpen(graph)) {
            return graph;
        }
        try (ImageDataset images = environment.openValidation(spec)) {
            return Extents.of(graph, images);
        }
    }

    private static EvaluationReport.Latency latency(NpuReport report) {
        String confidence =
                report.profile().confidence().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new EvaluationReport.Latency(
                report.profile().name(), report.cycles(), report.milliseconds(), confidence);
    }

    /// By node name, the fraction of the layer's blocks that are exact zeros.
    private static Map<String, Double> blockSparsity(BlockLayout layout, Graph graph) {
        Map<String, Double> sparsity = new HashMap<>();
        for (PrunableLayer layer : layout.layers()) {
            boolean[] nonZero = layer.nonZero(graph);
            int removed = 0;
            for (boolean stays : nonZero) {
                removed += stays ? 0 : 1;
            }
            sparsity.put(layer.node(), (double) removed / nonZero.length);
        }
        return sparsity;
    }

    /// One row per node that costs cycles when dense; a layer without any weight left still has its row.
    private static List<EvaluationReport.LayerCost> layers(NpuReport report, Map<String, Double> sparsity) {
        return report.layers().stream()
                .filter(layer -> layer.denseCycles() > 0)
                .map(layer -> row(layer, sparsity.getOrDefault(layer.name(), 0.0)))
                .toList();
    }

    private static EvaluationReport.LayerCost row(LayerEstimate layer, double sparsity) {
        long macs = 0;
        long folds = 0;
        long skipped = 0;
        if (layer instanceof LayerEstimate.OnArray array) {
            macs = array.gemm().macs();
            folds = array.foldsTotal();
            skipped = array.foldsSkipped();
        }
        return new EvaluationReport.LayerCost(
                layer.name(), layer.operator(), macs, layer.denseCycles(), layer.cycles(), folds, skipped, sparsity);
    }
}

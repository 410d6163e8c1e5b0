package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.ImageDataset;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.budget.BlockBudget;
import java.util.Optional;

/// Finds out before an hour of training whether a run can succeed.
public final class IngestWork {

    private final RunEnvironment environment;

    public IngestWork(RunEnvironment environment) {
        this.environment = environment;
    }

    /// What a run has to work with.
    ///
    /// @param blocks     prunable blocks of the model
    /// @param kept       of these, how many the budget keeps, as in [Planned]
    /// @param images     in the training split
    /// @param validation images in the validation split
    public record Checked(int blocks, int kept, int images, int validation) {}

    /// What model and spec say of the budget: takes less than a second.
    ///
    /// @param graph  as it is trained, for one size of images
    /// @param blocks prunable blocks of the model
    /// @param kept   of these, how many the budget keeps; of a budget in another unit than blocks, how many it
    ///               would keep of the dense model's largest
    public record Planned(Graph graph, int blocks, int kept) {}

    /// Refuses what cannot work, before any image is read. What a model of any image size costs is not known by then:
    /// its budget is looked at by [#check].
    ///
    /// @param model the pushed file
    /// @throws PipelineException.Permanent as [#plan]
    public static void admit(Graph model, RunSpec spec) {
        Graph graph = asTrained(model, spec);
        if (!Extents.areOpen(graph)) {
            planned(graph, spec);
        }
    }

    /// @param model the pushed file, for one size of images
    /// @throws PipelineException.Permanent `MODEL_INVALID`, `SPEC_INVALID`, `BUDGET_UNREACHABLE`, `DEVICE_UNKNOWN`
    public static Planned plan(Graph model, RunSpec spec) {
        return planned(asTrained(model, spec), spec);
    }

    private static Graph asTrained(Graph model, RunSpec spec) {
        NpuProfiles.named(spec.device());
        spec.gates().devices().forEach(NpuProfiles::named);
        Graph graph = TrainingForm.of(model);
        requireTask(graph, spec);
        return graph;
    }

    private static Planned planned(Graph graph, RunSpec spec) {
        NpuModel.estimate(graph, NpuProfiles.named(spec.device()));
        BlockLayout layout = BlockLayout.of(graph, spec.prune());
        BlockBudget budget = BlockBudget.of(graph, layout, spec);
        double[] scores = Importances.normalize(
                budget.perCost(Importances.magnitude(graph, layout)),
                layout,
                spec.prune().normalization());
        boolean[] kept = budget.select(scores);
        int count = 0;
        for (boolean stays : kept) {
            count += stays ? 1 : 0;
        }
        return new Planned(graph, layout.blocks(), count);
    }

    /// @param model bytes of the pushed file
    /// @throws PipelineException.Permanent `MODEL_NOT_ONNX`, `MODEL_INVALID`, `OPERATOR_UNSUPPORTED`,
    ///     `SPEC_INVALID`, `BUDGET_UNREACHABLE`, `DEVICE_UNKNOWN`, `DATASET_NOT_FOUND`, `DATASET_INVALID`
    public Checked check(byte[] model, RunSpec spec) {
        Graph graph = asTrained(OnnxFile.read(model), spec);
        Optional<Planned> early = Extents.areOpen(graph) ? Optional.empty() : Optional.of(planned(graph, spec));
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            requireData(graph, spec, train, validation);
            Planned planned = early.orElseGet(() -> planned(Extents.of(graph, train), spec));
            return new Checked(planned.blocks(), planned.kept(), train.size(), validation.size());
        }
    }

    /// That two splits are of one data set, and that model and spec are for it.
    ///
    /// @param graph in training form
    /// @throws PipelineException.Permanent `SPEC_INVALID`, `DATASET_INVALID`
    static void requireData(Graph graph, RunSpec spec, ImageDataset train, ImageDataset validation) {
        requireSame(train, validation);
        TaskOutputs.requireFit(spec.task(), graph, train);
        requirePreprocessing(spec, train);
        requireWeights("control.loss", spec.control().loss(), train);
        requireWeights("prune.loss", spec.prune().loss(), train);
        requireWeights("finetune.loss", spec.finetune().loss(), train);
    }

    /// That a model is one for the task, and that the task can be taught.
    ///
    /// @param graph in training form
    /// @throws PipelineException.Permanent `SPEC_INVALID`, `MODEL_INVALID`
    static void requireTask(Graph graph, RunSpec spec) {
        TaskOutputs.require(spec.task(), graph);
        boolean untaught = spec.control().epochs() > 0 && !spec.control().loss().distils();
        if (spec.task() == Task.REGRESSION && untaught) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "control.loss.distillation must be above 0, was 0: regression has no labels to train with");
        }
    }

    private static void requireWeights(String key, LossSpec loss, ImageDataset data) {
        int given = loss.classWeights().size();
        int classes = data.classNames().size();
        if (given > 0 && given != classes) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "%s.class-weights must have one number a class, %d for %s, has %d"
                            .formatted(key, classes, data.classNames(), given));
        }
    }

    private static void requireSame(ImageDataset train, ImageDataset validation) {
        if (!train.classNames().equals(validation.classNames())) {
            throw invalid("both splits must have the same classes, training has %s, validation has %s"
                    .formatted(train.classNames(), validation.classNames()));
        }
        if (train.channels() != validation.channels()
                || train.height() != validation.height()
                || train.width() != validation.width()) {
            throw invalid(
                    "both splits must have images of one size, %s and %s".formatted(extent(train), extent(validation)));
        }
    }

    private static void requirePreprocessing(RunSpec spec, ImageDataset data) {
        int given = spec.data().preprocessing().mean().size();
        if (given != data.channels()) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "data.preprocessing.mean must have one number per channel, %d, has %d"
                            .formatted(data.channels(), given));
        }
    }

    private static String extent(ImageDataset data) {
        return "(%d, %d, %d)".formatted(data.channels(), data.height(), data.width());
    }

    private static PipelineException invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }
}

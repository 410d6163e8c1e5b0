package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.ImageDataset;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockBudget;
import io.espalier.smart.BlockLayout;

/// Finds out before an hour of training whether a run can succeed.
public final class IngestWork {

    private final RunEnvironment environment;

    public IngestWork(RunEnvironment environment) {
        this.environment = environment;
    }

    /// What a run has to work with.
    ///
    /// @param blocks     prunable blocks of the model
    /// @param kept       of these, how many the budget keeps
    /// @param images     in the training split
    /// @param validation images in the validation split
    public record Checked(int blocks, int kept, int images, int validation) {}

    /// What the model and the spec say by themselves, before any image is read: takes less than a second.
    ///
    /// @param graph  as it is trained
    /// @param blocks prunable blocks of the model
    /// @param kept   of these, how many the budget keeps
    public record Planned(Graph graph, int blocks, int kept) {}

    /// @param model the pushed file
    /// @throws PipelineException.Permanent `MODEL_INVALID`, `SPEC_INVALID`, `BUDGET_UNREACHABLE`, `DEVICE_UNKNOWN`
    public static Planned plan(Graph model, RunSpec spec) {
        NpuProfile device = NpuProfiles.named(spec.device());
        Graph graph = TrainingForm.of(model);
        requireClassifier(graph);
        NpuModel.estimate(graph, device);
        BlockLayout layout = BlockLayout.of(graph, spec.prune());
        BlockBudget budget = BlockBudget.of(layout, spec.prune());
        return new Planned(graph, layout.blocks(), budget.kept());
    }

    /// @param model bytes of the pushed file
    /// @throws PipelineException.Permanent `MODEL_NOT_ONNX`, `MODEL_INVALID`, `OPERATOR_UNSUPPORTED`,
    ///     `SPEC_INVALID`, `BUDGET_UNREACHABLE`, `DEVICE_UNKNOWN`, `DATASET_NOT_FOUND`, `DATASET_INVALID`
    public Checked check(byte[] model, RunSpec spec) {
        Planned planned = plan(OnnxFile.read(model), spec);
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            requireSame(train, validation);
            requireFit(planned.graph(), train);
            requirePreprocessing(spec, train);
            return new Checked(planned.blocks(), planned.kept(), train.size(), validation.size());
        }
    }

    private static void requireClassifier(Graph graph) {
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    "an image classifier must have one input and one output, has %d and %d"
                            .formatted(graph.inputs().size(), graph.outputs().size()));
        }
        Shape input = graph.inputs().getFirst().shape();
        if (input.rank() != 4 || input.dim(0).isFixed()) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    "input '%s' must be (batch, channels, height, width) with a batch of any size, is %s; %s"
                            .formatted(
                                    graph.inputs().getFirst().name(), input, "export with a dynamic batch dimension"));
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

    private static void requireFit(Graph graph, ImageDataset data) {
        Shape input = graph.inputs().getFirst().shape();
        boolean takes = fits(input.dim(1), data.channels())
                && fits(input.dim(2), data.height())
                && fits(input.dim(3), data.width());
        if (!takes) {
            throw invalid("the model takes images %s, the data set has %s".formatted(input, extent(data)));
        }
        Shape logits =
                ShapeInference.infer(graph).get(graph.outputs().getFirst().name());
        int classes = data.classNames().size();
        if (logits == null || logits.rank() != 2 || !fits(logits.dim(1), classes)) {
            throw invalid("the model gives logits %s, the data set has %s classes"
                    .formatted(String.valueOf(logits), classes));
        }
    }

    private static boolean fits(Dim dim, int extent) {
        return !dim.isFixed() || dim.size() == extent;
    }

    private static String extent(ImageDataset data) {
        return "(%d, %d, %d)".formatted(data.channels(), data.height(), data.width());
    }

    private static PipelineException invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }
}

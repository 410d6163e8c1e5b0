package io.espalier.runs;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.ImageDataset;
import io.espalier.metrics.Scores;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.util.Map;

/// Measures a file on its own, without a run: another test set, a file from elsewhere.
public final class LocalEvaluation {

    private final RunEnvironment environment;

    public LocalEvaluation(RunEnvironment environment) {
        this.environment = environment;
    }

    /// @param task    of the spec
    /// @param split   measured on
    /// @param images  in the split
    /// @param metric  name of the task's metric
    /// @param value   of that metric
    /// @param metrics everything measured, by name
    public record Report(
            Task task, String split, int images, String metric, double value, Map<String, Double> metrics) {}

    /// The task's metric on the spec's validation split, in ONNX Runtime.
    ///
    /// @param file   bytes of an ONNX or TorchScript file
    /// @param source the same, whose outputs are the target of `regression`; else not read
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_NOT_ONNX`, `MODEL_INVALID`, `SPEC_INVALID`,
    ///     `OPERATOR_UNSUPPORTED`, `DATASET_NOT_FOUND`, `DATASET_INVALID`
    public Report run(byte[] file, byte[] source, RunSpec spec) {
        byte[] model = PushedModel.onnx(file, spec, environment);
        byte[] target = spec.task() == Task.REGRESSION ? PushedModel.onnx(source, spec, environment) : source;
        Graph graph = TrainingForm.of(OnnxFile.read(model));
        IngestWork.requireTask(graph, spec);
        try (ImageDataset images = environment.openValidation(spec)) {
            IngestWork.requireData(graph, spec, images, images);
            Scores scores = new OnnxEvaluation(images, spec, target, environment.listener()).of(model);
            return new Report(
                    spec.task(),
                    spec.data().validation(),
                    images.size(),
                    scores.primary(),
                    scores.value(),
                    scores.values());
        }
    }
}

package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.ImageDataset;
import io.espalier.metrics.Scores;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.training.ControlRun;
import io.espalier.smart.training.RandomWeights;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.Trained;

/// Dense training of a network, as the `control` of a spec says: from the file's weights, or from random ones.
public final class TrainingWork {

    private final RunEnvironment environment;

    public TrainingWork(RunEnvironment environment) {
        this.environment = environment;
    }

    /// Where training starts.
    public enum Initial {
        /// The weights of the file.
        GIVEN,
        /// [RandomWeights], by `reproducibility.seed`. If the loss distils, the file's own weights are the teacher.
        RANDOM
    }

    /// @param model  bytes of the trained file
    /// @param curves JSON lines
    /// @param images in the validation split
    /// @param scores of `model` on them, measured in ONNX Runtime
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Outcome(byte[] model, byte[] curves, int images, Scores scores) {}

    /// Goes on from the newest checkpoint, to the same bytes as without an interruption.
    ///
    /// @param file   bytes of an ONNX or TorchScript file
    /// @param spec   `control.epochs` is the length, >= 1
    /// @throws PipelineException.Permanent `MODEL_NOT_ONNX`, `MODEL_INVALID`, `OPERATOR_UNSUPPORTED`,
    ///     `SPEC_INVALID`, `DATASET_NOT_FOUND`, `DATASET_INVALID`, `TRAINING_DIVERGED`
    public Outcome run(byte[] file, RunSpec spec, Initial initial) {
        if (spec.control().epochs() < 1) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID, "control.epochs must be 1 or more to train, was 0; or give --epochs");
        }
        byte[] source = PushedModel.onnx(file, spec, environment);
        Graph given = TrainingForm.of(OnnxFile.read(source));
        IngestWork.requireTask(given, spec);
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            IngestWork.requireData(given, spec, train, validation);
            RunContext context =
                    new RunContext(spec, train, validation, environment.checkpoints(), environment.listener());
            Trained trained = new ControlRun(context).run(start(given, spec, initial), given);
            byte[] model = OnnxFile.write(trained.graph());
            Scores scores = new OnnxEvaluation(validation, spec, source, environment.listener()).of(model);
            return new Outcome(model, trained.curves(), validation.size(), scores);
        }
    }

    private static Graph start(Graph given, RunSpec spec, Initial initial) {
        return switch (initial) {
            case GIVEN -> given;
            case RANDOM -> RandomWeights.of(given, spec.reproducibility().seed());
        };
    }
}

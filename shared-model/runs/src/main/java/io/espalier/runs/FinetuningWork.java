package io.espalier.runs;

import io.espalier.contracts.RunSpec;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.Mask;
import io.espalier.smart.training.FinetuningRun;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.Trained;

/// The fine-tuning stage: recovery with the mask frozen.
public final class FinetuningWork {

    private final RunEnvironment environment;

    public FinetuningWork(RunEnvironment environment) {
        this.environment = environment;
    }

    /// @param tuned  bytes of the fine-tuned file; the mask's blocks are exact zeros
    /// @param curves JSON lines
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Outcome(byte[] tuned, byte[] curves) {}

    /// Goes on from the newest checkpoint, to the same bytes as without an interruption.
    ///
    /// @param pruned    bytes of the pruned file
    /// @param mask      which blocks stay
    /// @param reference bytes of the dense model, teacher of a distilling spec
    public Outcome run(byte[] pruned, Mask mask, byte[] reference, RunSpec spec) {
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            RunContext context =
                    new RunContext(spec, train, validation, environment.checkpoints(), environment.listener());
            Trained tuned = new FinetuningRun(context)
                    .run(TrainingForm.of(OnnxFile.read(pruned)), mask, TrainingForm.of(OnnxFile.read(reference)));
            return new Outcome(OnnxFile.write(tuned.graph()), tuned.curves());
        }
    }
}

package io.espalier.runs;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.Mask;
import io.espalier.smart.training.ControlRun;
import io.espalier.smart.training.Pruned;
import io.espalier.smart.training.PruningRun;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.Trained;

/// The pruning stage: dense control if the spec asks for one, then the cut to the exact budget.
public final class PruningWork {

    private static final String CONTROL = "control";
    private static final String PRUNE = "prune";
    private static final String REFERENCE = "reference";

    private final RunEnvironment environment;
    private final SharedResults shared;

    public PruningWork(RunEnvironment environment) {
        this(environment, SharedResults.NONE);
    }

    /// @param shared with other runs of the sweep: the dense control is trained once
    public PruningWork(RunEnvironment environment, SharedResults shared) {
        this.environment = environment;
        this.shared = shared;
    }

    /// @param reference    bytes of the dense model that the pruned one is compared with and taught by: the
    ///                     source's own, or the control's if that is better on the validation split
    /// @param pruned       bytes of the pruned file
    /// @param mask         which blocks stay
    /// @param curves       of control and pruning, JSON lines
    /// @param budget       recounted from the pruned weights
    /// @param softAccuracy the task's metric on the validation split before hardening
    /// @param hardAccuracy after hardening and recalibration of batch normalisation
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Outcome(
            byte[] reference,
            byte[] pruned,
            Mask mask,
            byte[] curves,
            BudgetCount budget,
            double softAccuracy,
            double hardAccuracy) {}

    /// Goes on from the newest checkpoint, to the same bytes as without an interruption.
    ///
    /// @param source bytes of the pushed file
    /// @throws io.espalier.contracts.PipelineException.Permanent as [IngestWork#check], and `TRAINING_DIVERGED`
    public Outcome run(byte[] source, RunSpec spec) {
        PhasedCheckpoints checkpoints = new PhasedCheckpoints(environment.checkpoints());
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            RunContext context =
                    new RunContext(spec, train, validation, environment.checkpoints(), environment.listener());
            Reference reference = checkpoints
                    .carriedTo(PRUNE)
                    .map(carried -> Reference.parse(carried, source))
                    .or(() -> shared.find(REFERENCE).map(known -> Reference.parse(known, source)))
                    .orElseGet(() -> reference(source, context.with(checkpoints.of(CONTROL, 0, new byte[0]))));
            byte[] carried = reference.bytes(source);
            shared.keep(REFERENCE, carried);
            RunContext pruning = context.with(checkpoints.of(PRUNE, context.controlSteps(), carried));
            Graph dense = TrainingForm.of(OnnxFile.read(reference.model()));
            Pruned pruned = new PruningRun(pruning).run(Extents.of(dense, train));
            return new Outcome(
                    reference.model(),
                    OnnxFile.write(Extents.as(dense, pruned.graph())),
                    pruned.mask(),
                    Reference.join(reference.curves(), pruned.curves()),
                    pruned.budget(),
                    pruned.softAccuracy(),
                    pruned.hardAccuracy());
        }
    }

    /// The better of source and control by ONNX Runtime; the source if they are equal. For `regression` that is always
    /// the source, the target itself: so a phase's teacher is what [OnnxEvaluation] compares with.
    private Reference reference(byte[] source, RunContext context) {
        if (context.spec().control().epochs() == 0) {
            return new Reference(source, new byte[0]);
        }
        Graph graph = TrainingForm.of(OnnxFile.read(source));
        Trained control = new ControlRun(context).run(graph);
        if (context.spec().task() == Task.REGRESSION) {
            return new Reference(source, control.curves());
        }
        byte[] tuned = OnnxFile.write(control.graph());
        OnnxEvaluation evaluation =
                new OnnxEvaluation(context.validation(), context.spec(), source, context.listener());
        boolean better = evaluation.of(tuned).value() > evaluation.of(source).value();
        return new Reference(better ? tuned : source, control.curves());
    }
}

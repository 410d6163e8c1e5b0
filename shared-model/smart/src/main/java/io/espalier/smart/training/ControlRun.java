package io.espalier.smart.training;

import io.espalier.contracts.LossSpec;
import io.espalier.onnx.Graph;
import io.espalier.trainable.TrainableGraph;
import java.util.List;

/// Dense fine-tuning of the source on the run's data: what a model without a mask makes of the same images.
public final class ControlRun {

    /// A control has no teacher; smoothing is the only choice, and we make none.
    private static final LossSpec LABELS = new LossSpec(1, 0, 1, 0);

    private final RunContext context;

    public ControlRun(RunContext context) {
        this.context = context;
    }

    /// @param source in training form
    /// @return the same graph with other weights, and its curves
    public Trained run(Graph source) {
        try (TrainableGraph graph = TrainableGraph.compile(source, List.of(), context.threads());
                Teacher teacher = new Teacher(LABELS, source, context.threads())) {
            TrainingPhase.Epochs epochs =
                    new TrainingPhase.Epochs(0, context.spec().control().epochs());
            TrainingPhase phase = new TrainingPhase("control", context, epochs, graph, new NoMask(), teacher);
            context.checkpoints().newest().map(PhaseState::parse).ifPresent(phase::restore);
            phase.run();
            return new Trained(graph.export(), phase.curves());
        }
    }
}

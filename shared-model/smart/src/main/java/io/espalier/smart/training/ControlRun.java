package io.espalier.smart.training;

import io.espalier.contracts.RunSpec;
import io.espalier.onnx.Graph;
import io.espalier.trainable.TrainableGraph;
import java.util.List;

/// Dense fine-tuning of the source on the run's data: what a model without a mask makes of the same images.
public final class ControlRun {

    private final RunContext context;

    public ControlRun(RunContext context) {
        this.context = context;
    }

    /// @param source in training form
    /// @return the same graph with other weights, and its curves
    public Trained run(Graph source) {
        RunSpec spec = context.spec();
        try (TrainableGraph graph = TrainableGraph.compile(source, List.of(), context.threads());
                Teacher teacher = new Teacher(spec.task(), spec.control().loss(), source, context.threads())) {
            TrainingPhase.Epochs epochs =
                    new TrainingPhase.Epochs(0, spec.control().epochs());
            TrainingPhase phase = new TrainingPhase("control", context, epochs, graph, new NoMask(), teacher);
            context.checkpoints().newest().map(PhaseState::parse).ifPresent(phase::restore);
            phase.run();
            return new Trained(graph.export(), phase.curves());
        }
    }
}

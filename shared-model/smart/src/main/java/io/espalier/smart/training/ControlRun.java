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

    /// @param source in training form; its own teacher if the loss distils
    /// @return the same graph with other weights, and its curves
    public Trained run(Graph source) {
        return run(source, source);
    }

    /// @param start   in training form
    /// @param teacher in training form, read only if the loss distils
    /// @return `start` with other weights, and its curves
    public Trained run(Graph start, Graph teacher) {
        RunSpec spec = context.spec();
        try (TrainableGraph graph = TrainableGraph.compile(start, List.of(), context.threads());
                Teacher taught = new Teacher(spec.task(), spec.control().loss(), teacher, context.threads())) {
            TrainingPhase phase = new TrainingPhase(context.control(), context, graph, new NoMask(), taught);
            context.checkpoints().newest().map(PhaseState::parse).ifPresent(phase::restore);
            phase.run();
            return new Trained(graph.export(), phase.curves());
        }
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.FinetuneSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Mask;
import io.espalier.trainable.TrainableGraph;

/// Recovery of a pruned network with its mask frozen.
public final class FinetuningRun {

    private final RunContext context;
    private final FinetuneSpec spec;

    public FinetuningRun(RunContext context) {
        this.context = context;
        this.spec = context.spec().finetune();
    }

    /// @param pruned    in training form, removed blocks are zeros
    /// @param mask      which blocks stay
    /// @param reference dense, in training form: teacher if the loss distils
    /// @return removed blocks are still exact zeros
    public Trained run(Graph pruned, Mask mask, Graph reference) {
        BlockLayout layout = mask.layout();
        boolean[] kept = mask.flags();
        try (TrainableGraph graph = TrainableGraph.compile(pruned, PruningRun.factors(layout), context.threads());
                Teacher teacher = new Teacher(context.spec().task(), spec.loss(), reference, context.threads())) {
            TrainingPhase phase = new TrainingPhase(context.finetune(), context, graph, new FixedMask(kept), teacher);
            context.checkpoints().newest().map(PhaseState::parse).ifPresent(phase::restore);
            phase.run();
            Graph tuned = graph.export();
            requireZeros(tuned, layout, kept);
            return new Trained(tuned, phase.curves());
        }
    }

    private static void requireZeros(Graph tuned, BlockLayout layout, boolean[] kept) {
        boolean[] nonZero = layout.nonZeroFactors(tuned);
        for (int b = 0; b < nonZero.length; b++) {
            if (nonZero[b] && !kept[b]) {
                throw new IllegalStateException("removed block %d of %d must stay zero".formatted(b, nonZero.length));
            }
        }
    }
}

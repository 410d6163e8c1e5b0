package io.espalier.smart.training;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.datasets.Batch;
import io.espalier.datasets.TrainingBatches;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Mask;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.BlockFactor;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// From a dense network to one that meets the budget exactly: by SMART, or by a baseline with as many epochs.
public final class PruningRun {

    /// Batches that batch normalisation is recalibrated with after the cut.
    private static final int RECALIBRATION_BATCHES = 20;

    private final RunContext context;
    private final PruneSpec spec;
    private final boolean judged;

    public PruningRun(RunContext context) {
        this(context, true);
    }

    private PruningRun(RunContext context, boolean judged) {
        this.context = context;
        this.spec = context.spec().prune();
        this.judged = judged;
    }

    /// The same run without its validation passes before and after hardening; both accuracies are NaN. The
    /// network is the same.
    public PruningRun unjudged() {
        return new PruningRun(context, false);
    }

    /// @param reference dense, in training form: start of the pruned network, and teacher if the loss distils
    public Pruned run(Graph reference) {
        BlockLayout layout = BlockLayout.of(reference, spec);
        BlockLayout masked = masked(reference, spec, layout);
        BlockBudget budget = BlockBudget.of(reference, layout, context.spec());
        try (TrainableGraph graph = TrainableGraph.compile(reference, factors(masked), context.threads());
                Teacher teacher = new Teacher(context.spec().task(), spec.loss(), reference, context.threads())) {
            Optional<PhaseState> earlier = context.checkpoints().newest().map(PhaseState::parse);
            MaskRule rule =
                    new PhaseStart(context, reference, masked, budget, graph, teacher, earlier.isPresent()).rule();
            TrainingPhase phase = new TrainingPhase(context.prune(), context, graph, rule, teacher);
            earlier.ifPresent(phase::restore);
            phase.run();
            Validation validation = new Validation(context, teacher);
            return harden(new Hardening(reference, graph, layout, masked, budget, rule, validation), phase.curves());
        }
    }

    /// What training multiplies by the mask: what is zero in the end, or for methods whose masks are soft or let
    /// channels come back the weights that read them. There a factor scales a channel once and has a gradient at 0.
    /// Where a channel is made normalisation undoes the factor of its row, and at 0 no gradient is left.
    static BlockLayout masked(Graph reference, PruneSpec spec, BlockLayout layout) {
        return switch (spec.method()) {
            case SMART, AC_DC, MOVEMENT, PDP -> BlockLayout.read(reference, spec);
            case RANDOM, MAGNITUDE, LAMP, SNIP, TAYLOR, GMP -> layout;
        };
    }

    static List<BlockFactor> factors(BlockLayout layout) {
        return layout.blockFactors();
    }

    /// @param layout what is zero in the end
    /// @param masked whose factors the graph has
    private record Hardening(
            Graph reference,
            TrainableGraph graph,
            BlockLayout layout,
            BlockLayout masked,
            BlockBudget budget,
            MaskRule rule,
            Validation validation) {

        /// Leaves nothing of removed blocks. Weights that were masked because they read a removed channel come back:
        /// they read zeros now.
        void remove(boolean[] kept) {
            if (masked.equals(layout)) {
                graph.setFactors(KeptFlags.factors(kept));
                return;
            }
            new PresentWeights(reference, layout, budget, Normalization.NONE).clear(graph, kept);
            float[] ones = new float[graph.factorCount()];
            Arrays.fill(ones, 1);
            graph.setFactors(ones);
        }
    }

    private Pruned harden(Hardening of, byte[] curves) {
        TrainableGraph graph = of.graph();
        double softCount = of.rule().metrics(0).getOrDefault("soft-count", 0.0);
        double soft = judged && of.rule().isSoft() ? of.validation().accuracy(graph) : Double.NaN;
        boolean[] kept = of.rule().harden();
        of.remove(kept);
        graph.recalibrateBatchNorm(recalibrationBatches());
        double hard = judged ? of.validation().accuracy(graph) : Double.NaN;
        Graph pruned = graph.export();
        BudgetCount count = of.budget().recount(pruned);
        // Training may have left a kept block at zero.
        if (count.removedBlocks() < count.targetRemoved()
                || !count.limits().stream().allMatch(BudgetCount.Limit::isMet)) {
            throw new IllegalStateException("the hardened mask must meet its budget: " + count);
        }
        return new Pruned(
                pruned, Mask.of(of.layout(), kept), count, softCount, Double.isNaN(soft) ? hard : soft, hard, curves);
    }

    private Iterable<Batch> recalibrationBatches() {
        TrainingBatches batches = context.trainingBatches(context.prune().batchSize());
        int count = Math.min(RECALIBRATION_BATCHES, batches.batchesPerEpoch());
        int epoch = context.finetune().firstEpoch();
        return () -> {
            Iterator<Integer> indices = IntStream.range(0, count).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return indices.hasNext();
                }

                @Override
                public Batch next() {
                    return batches.batch(epoch, indices.next());
                }
            };
        };
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.PruneMethod;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.PruneSpec.Importance;
import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.budget.FewOfEach;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.Random;

/// What a prune phase begins with: the first scores of blocks, and from them the rule of its method.
///
/// @param reference dense, in training form
/// @param graph     the same, compiled with the layout's factors
/// @param resumed   whether the rule's state is restored: scores that cost gradients are not computed then
record PhaseStart(
        RunContext context,
        Graph reference,
        BlockLayout layout,
        BlockBudget budget,
        TrainableGraph graph,
        Teacher teacher,
        boolean resumed) {

    MaskRule rule() {
        BlockLayout inner = layout.inner();
        return inner == null ? ofBlocks() : new NestedMask(ofBlocks(), ofWeights(inner), layout.blocks());
    }

    /// N of M inside the blocks by the rule of the blocks: learned beside SMART's mask, decided once from the dense
    /// weights by one-shot methods. PDP, which has one threshold for all, tightens it over the phase by magnitude.
    private MaskRule ofWeights(BlockLayout inner) {
        PruneSpec spec = context.spec().prune();
        FewOfEach few = FewOfEach.of(inner);
        double[] magnitudes = resumed
                ? new double[inner.blocks()]
                : Importances.normalize(Importances.magnitude(reference, inner), inner, Normalization.LAYER_MEAN);
        PresentWeights present = new PresentWeights(reference, inner, few, Normalization.LAYER_MEAN);
        return switch (spec.method()) {
            case SMART -> new GroupedMask(few, magnitudes, spec, steps(), layout.blocks(), present);
            case RANDOM, MAGNITUDE, LAMP, SNIP, TAYLOR -> new FixedMask(few.select(magnitudes));
            case GMP, PDP -> new GradualMask(few, present, steps());
            case MOVEMENT -> new MovementMask(few, steps(), layout.blocks());
            case AC_DC -> new AlternatingMask(few, present, steps());
        };
    }

    private long steps() {
        return Math.max(1, context.steps(context.prune()));
    }

    private MaskRule ofBlocks() {
        PruneSpec spec = context.spec().prune();
        long steps = steps();
        return switch (spec.method()) {
            case SMART ->
                budget instanceof FewOfEach few
                        ? new GroupedMask(few, scores(), spec, steps, 0, weights())
                        : new LearnedMask(budget, firstScores(), spec, steps, weights());
            case RANDOM, MAGNITUDE, LAMP, SNIP, TAYLOR -> new FixedMask(budget.select(scores()));
            case GMP -> new GradualMask(budget, weights(), steps);
            case MOVEMENT -> new MovementMask(budget, steps, 0);
            case AC_DC -> new AlternatingMask(budget, weights(), steps);
            case PDP -> new ThresholdMask(budget, weights(), steps);
        };
    }

    private PresentWeights weights() {
        return new PresentWeights(reference, layout, budget, normalization());
    }

    /// Groups of an N:M pattern lie inside a layer: there it is no more than the scale that scores are learned on.
    private Normalization normalization() {
        PruneSpec spec = context.spec().prune();
        if (budget instanceof FewOfEach) {
            return Normalization.LAYER_MEAN;
        }
        return spec.method() == PruneMethod.LAMP ? Normalization.LAMP : spec.normalization();
    }

    /// Where SMART's scores begin.
    private double[] firstScores() {
        return LearnedMask.first(scores(), context.spec().prune());
    }

    /// Higher means keep; shape `(blocks)`.
    private double[] scores() {
        PruneSpec spec = context.spec().prune();
        return switch (spec.method()) {
            case SMART -> importance(spec.importance());
            case RANDOM -> random();
            case TAYLOR -> importance(Importance.TAYLOR);
            case SNIP -> resumed ? none() : weights().normalizedSums(sensitivities());
            case MAGNITUDE, LAMP, GMP, MOVEMENT, AC_DC, PDP -> importance(Importance.MAGNITUDE);
        };
    }

    private double[] importance(Importance kind) {
        return resumed
                ? none()
                : switch (kind) {
                    case NONE -> ones();
                    case MAGNITUDE -> weights().normalized(Importances.magnitude(reference, layout));
                    case ACTIVATION -> weights().normalized(ActivationScores.of(reference, layout, context));
                    case TAYLOR ->
                        weights().normalizedSums(blocks(GradientScores.taylor(graph, teacher.loss(), context)));
                };
    }

    /// Without those of the weights inside the blocks.
    private double[] blocks(double[] factors) {
        return Arrays.copyOf(factors, layout.blocks());
    }

    private double[] sensitivities() {
        return GradientScores.snip(graph, teacher.loss(), context, weights());
    }

    /// Uniform in `[0, 1)` by the run's seed: each block is as likely to go as any other.
    private double[] random() {
        return new Random(context.spec().reproducibility().seed())
                .doubles(layout.blocks())
                .toArray();
    }

    private double[] none() {
        return new double[layout.blocks()];
    }

    private double[] ones() {
        double[] ones = none();
        Arrays.fill(ones, 1);
        return ones;
    }
}

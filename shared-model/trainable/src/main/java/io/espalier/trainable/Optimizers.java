package io.espalier.trainable;

import io.espalier.contracts.TrainingSpec;

/// The optimizers of a run spec.
public final class Optimizers {

    /// First-moment decay of Adam (Kingma and Ba, arXiv:1412.6980, section 2; PyTorch's default).
    private static final double ADAM_BETA_1 = 0.9;

    /// Second-moment decay of Adam, same source.
    private static final double ADAM_BETA_2 = 0.999;

    /// Added to the root of the second moment, same source.
    private static final double ADAM_EPSILON = 1e-8;

    private Optimizers() {}

    /// An optimizer with zero moments; weight decay applies to parameters with `decayed`. With `clipNorm` above 0 it
    /// clips the gradient first, see [ClippedOptimizer].
    public static Optimizer of(TrainingSpec spec, TrainableGraph graph) {
        Optimizer optimizer = unclipped(spec, graph);
        return spec.clipNorm() > 0 ? new ClippedOptimizer(graph, optimizer, spec.clipNorm()) : optimizer;
    }

    private static Optimizer unclipped(TrainingSpec spec, TrainableGraph graph) {
        return switch (spec.optimizer()) {
            case SGD -> new Sgd(graph, spec.momentum(), spec.weightDecay());
            case ADAM -> new Adam(graph, ADAM_BETA_1, ADAM_BETA_2, ADAM_EPSILON, spec.weightDecay());
        };
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.TrainingSpec;
import io.espalier.metrics.Scores;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.WeightAverage;
import org.jspecify.annotations.Nullable;

/// Which weights a phase ends with: the last ones, their moving average, or the best that a validation pass saw.
///
/// A phase that does not select ends with the last ones; its validation passes are told, and change nothing.
final class FinalWeights {

    private final TrainableGraph graph;
    private final Validation validation;
    private final @Nullable WeightAverage average;
    private final long stepsBetween;
    private final long steps;
    private final boolean selects;
    private BestWeights best = BestWeights.NONE;

    /// @param selects  whether average and best weights count
    /// @param perEpoch steps of an epoch
    /// @param steps    of the phase
    FinalWeights(
            TrainingSpec spec, TrainableGraph graph, boolean selects, Validation validation, int perEpoch, long steps) {
        this.graph = graph;
        this.validation = validation;
        this.average = spec.emaDecay() > 0 && selects ? WeightAverage.of(graph, spec.emaDecay()) : null;
        this.stepsBetween = spec.validateEvery() * (long) perEpoch;
        this.steps = steps;
        this.selects = selects;
    }

    /// To be called after each step of the optimizer.
    void stepped() {
        if (average != null) {
            average.update();
        }
    }

    /// Whether a validation pass is owed: after every so many epochs, and after the last one.
    ///
    /// @param step steps done
    boolean isDue(long step) {
        return stepsBetween > 0 && step > best.judgedAt() && (step % stepsBetween == 0 || step == steps);
    }

    /// One validation pass, of the average if there is one; the graph is left as it was.
    ///
    /// @param step steps done
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted
    Scores judge(long step) {
        swap();
        try {
            Scores scores = validation.of(graph, "validation");
            best = selects ? best.or(step, scores.value(), graph.state()) : best.passed(step);
            return scores;
        } finally {
            swap();
        }
    }

    private void swap() {
        if (average != null) {
            average.swap();
        }
    }

    /// Gives the graph the weights that the phase ends with.
    void settle() {
        if (best.isPresent()) {
            graph.restore(best.graph());
        } else if (average != null) {
            average.copyTo(graph);
        }
    }

    /// Of the moving average; empty without one.
    byte[] averageState() {
        return average == null ? new byte[0] : average.state();
    }

    BestWeights best() {
        return best;
    }

    void restore(byte[] averageState, BestWeights earlier) {
        if (average != null && averageState.length > 0) {
            average.restore(averageState);
        }
        best = earlier;
    }
}

package io.espalier.smart.training;

import io.espalier.datasets.TrainingBatches;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// Scores of blocks by the gradients of the dense network, a mean over batches of the first epoch.
final class GradientScores {

    private static final int BATCHES = 20;

    private GradientScores() {}

    /// First-order estimate of what the loss changes by when a block goes: `s_b = mean |⟨w_b, ∂L/∂w̃_b⟩|` over
    /// batches, at `f = 1` (Molchanov et al. 2017, arXiv 1611.06440, equation 8, with blocks of weights in place
    /// of feature maps).
    ///
    /// @param graph dense: all its factors are 1; it is left as it was
    /// @return shape `(blocks)`, >= 0
    /// @throws CancellationException if the thread is interrupted
    static double[] taylor(TrainableGraph graph, Loss loss, RunContext context) {
        return mean(graph, loss, context, () -> {
            float[] gradients = graph.factorGradients();
            for (int b = 0; b < gradients.length; b++) {
                gradients[b] = Math.abs(gradients[b]);
            }
            return gradients;
        });
    }

    /// Connection sensitivity: `s_b = mean Σ_b |w ∂L/∂w|` over batches (Lee et al. 2019, arXiv 1810.02340,
    /// equation 5, with sums over blocks, and at the trained weights).
    ///
    /// @param graph dense: all its factors are 1; it is left as it was
    /// @return shape `(blocks)`, >= 0
    /// @throws CancellationException if the thread is interrupted
    static double[] snip(TrainableGraph graph, Loss loss, RunContext context, PresentWeights weights) {
        return mean(graph, loss, context, () -> weights.sensitivities(graph));
    }

    private static double[] mean(TrainableGraph graph, Loss loss, RunContext context, Supplier<float[]> sample) {
        byte[] before = graph.state(); // batch normalisation moves its statistics in training mode
        TrainingBatches batches = context.trainingBatches(context.prune().batchSize());
        double[] scores = new double[graph.factorCount()];
        float[] ones = new float[scores.length];
        Arrays.fill(ones, 1);
        graph.setFactors(ones);
        int count = Math.min(BATCHES, batches.batchesPerEpoch());
        for (int index = 0; index < count; index++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped after %d batches of gradient scores".formatted(index));
            }
            graph.backward(batches.batch(context.prune().firstEpoch(), index), loss);
            float[] scored = sample.get();
            for (int b = 0; b < scored.length; b++) {
                scores[b] += scored[b] / count;
            }
        }
        graph.restore(before);
        return scores;
    }
}

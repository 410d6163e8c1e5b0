package io.espalier.smart.training;

import io.espalier.datasets.TrainingBatches;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/// First-order estimate of what the loss changes by when a block goes: `s_b = mean |⟨w_b, ∂L/∂w̃_b⟩|` over
/// batches, at `f = 1` (Molchanov et al. 2017, arXiv 1611.06440, equation 8, with blocks of weights in place
/// of feature maps).
final class TaylorScores {

    /// Batches that the mean is taken over, of the first epoch.
    private static final int BATCHES = 20;

    private TaylorScores() {}

    /// @param graph dense: all its factors are 1; it is left as it was
    /// @return shape `(blocks)`, >= 0
    /// @throws CancellationException if the thread is interrupted
    static double[] of(TrainableGraph graph, Loss loss, RunContext context) {
        byte[] before = graph.state(); // batch normalisation moves its statistics in training mode
        TrainingBatches batches = context.trainingBatches(context.prune().batchSize());
        double[] scores = new double[graph.factorCount()];
        float[] ones = new float[scores.length];
        Arrays.fill(ones, 1);
        graph.setFactors(ones);
        int count = Math.min(BATCHES, batches.batchesPerEpoch());
        for (int index = 0; index < count; index++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped after %d batches of Taylor scores".formatted(index));
            }
            graph.backward(batches.batch(context.prune().firstEpoch(), index), loss);
            float[] gradients = graph.factorGradients();
            for (int b = 0; b < scores.length; b++) {
                scores[b] += Math.abs(gradients[b]) / count;
            }
        }
        graph.restore(before);
        return scores;
    }
}

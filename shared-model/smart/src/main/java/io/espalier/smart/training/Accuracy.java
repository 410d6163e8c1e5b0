package io.espalier.smart.training;

import io.espalier.datasets.Batch;
import io.espalier.trainable.TrainableGraph;
import java.util.Map;

/// Share of images whose largest logit is the label's.
final class Accuracy {

    private Accuracy() {}

    /// Of a training graph in evaluation mode over all validation images, a fraction in `[0, 1]`.
    static double of(TrainableGraph graph, RunContext context) {
        long correct = 0;
        long seen = 0;
        for (Batch batch : context.validationBatches()) {
            correct += correct(graph.logits(batch), batch);
            seen += batch.size();
            context.listener()
                    .progressed(new RunListener.Progress(
                            "accuracy",
                            seen,
                            context.validation().size(),
                            Map.of("accuracy", (double) correct / seen)));
        }
        return (double) correct / seen;
    }

    private static long correct(float[] logits, Batch batch) {
        int classes = logits.length / batch.size();
        long correct = 0;
        for (int image = 0; image < batch.size(); image++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[image * classes + c] > logits[image * classes + best] ? c : best;
            }
            correct += best == batch.labels()[image] ? 1 : 0;
        }
        return correct;
    }
}

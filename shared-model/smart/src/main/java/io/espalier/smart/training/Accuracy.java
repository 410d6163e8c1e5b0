package io.espalier.smart.training;

import io.espalier.datasets.Batch;
import io.espalier.trainable.TrainableGraph;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Share of images whose largest logit is the label's.
final class Accuracy {

    private Accuracy() {}

    /// Of a training graph in evaluation mode over all validation images, a fraction in `[0, 1]`.
    ///
    /// @throws CancellationException if the thread is interrupted
    static double of(TrainableGraph graph, RunContext context) {
        long correct = 0;
        long seen = 0;
        for (Batch batch : context.validationBatches()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped after %d of the validation images".formatted(seen));
            }
            correct += correct(graph.predictions(batch).getFirst().values(), batch);
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

    static long correct(float[] logits, Batch batch) {
        int classes = logits.length / batch.size();
        long correct = 0;
        for (int image = 0; image < batch.size(); image++) {
            correct += isLargest(logits, image * classes, classes, (int) batch.labels()[image]) ? 1 : 0;
        }
        return correct;
    }

    /// Of equal logits the first class counts; a logit that is not a number makes the image a wrong one.
    private static boolean isLargest(float[] logits, int begin, int classes, int label) {
        float own = logits[begin + label];
        for (int c = 0; c < classes; c++) {
            float other = logits[begin + c];
            if (Float.isNaN(other) || other > own || (c < label && other == own)) {
                return false;
            }
        }
        return true;
    }
}

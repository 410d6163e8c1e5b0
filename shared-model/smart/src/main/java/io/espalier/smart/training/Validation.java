package io.espalier.smart.training;

import io.espalier.datasets.Batch;
import io.espalier.metrics.Scores;
import io.espalier.trainable.TrainableGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// A training graph in evaluation mode over all validation images, judged by its task's metric.
final class Validation {

    /// Reported while images are judged.
    static final String ACCURACY = "accuracy";

    private final RunContext context;
    private final Teacher teacher;

    /// @param teacher its outputs are the target of `regression`: the pushed network, which is the reference of that
    ///                task in every phase
    Validation(RunContext context, Teacher teacher) {
        this.context = context;
        this.teacher = teacher;
    }

    /// Reports phase `accuracy`, with the result when it is known.
    ///
    /// @throws CancellationException if the thread is interrupted
    double accuracy(TrainableGraph graph) {
        Scores scores = of(graph, ACCURACY);
        Map<String, Double> metrics = new LinkedHashMap<>(Judge.shown("", scores));
        metrics.put(ACCURACY, scores.value());
        long images = context.validation().size();
        context.listener().progressed(new RunListener.Progress(ACCURACY, images, images, metrics));
        return scores.value();
    }

    /// @param phase that is reported, with the number of images judged
    /// @throws CancellationException if the thread is interrupted
    Scores of(TrainableGraph graph, String phase) {
        Judge judge =
                Judge.of(context.spec().task(), context.validation().classNames(), batch -> teacher.predictions(batch));
        long seen = 0;
        for (Batch batch : context.validationBatches()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped after %d of the validation images".formatted(seen));
            }
            judge.add(graph.predictions(batch), batch);
            seen += batch.size();
            context.listener()
                    .progressed(new RunListener.Progress(
                            phase, seen, context.validation().size(), Map.of()));
        }
        return judge.scores();
    }
}

package io.espalier.smart.training;

import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.metrics.Agreement;
import io.espalier.metrics.Metric;
import io.espalier.metrics.Metrics;
import io.espalier.metrics.Scores;
import io.espalier.trainable.loss.Teacher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Judges a network on one batch after the other by its task's metric: against labels where the task has some, else
/// against the outputs of the pushed network for the same images.
public interface Judge {

    /// Values of [#shown] at most; the others, such as those of single classes, are in reports only.
    int SHOWN = 3;

    /// @param outputs of the network for the batch, in the graph's order
    void add(List<Prediction> outputs, Batch batch);

    /// Of all batches so far.
    Scores scores();

    /// @param classNames by class index; not read for `regression`
    /// @param source     outputs of the pushed network; only asked for `regression`
    static Judge of(Task task, List<String> classNames, Teacher source) {
        return switch (task) {
            case IMAGE_CLASSIFICATION, SEMANTIC_SEGMENTATION, OBJECT_DETECTION ->
                byLabels(Metrics.of(task, classNames));
            case REGRESSION -> bySource(new Agreement(), source);
        };
    }

    private static Judge byLabels(Metric metric) {
        return new Judge() {
            @Override
            public void add(List<Prediction> outputs, Batch batch) {
                metric.add(outputs, batch.targets());
            }

            @Override
            public Scores scores() {
                return metric.scores();
            }
        };
    }

    private static Judge bySource(Agreement agreement, Teacher source) {
        return new Judge() {
            @Override
            public void add(List<Prediction> outputs, Batch batch) {
                agreement.add(outputs, source.predictions(batch));
            }

            @Override
            public Scores scores() {
                return agreement.scores();
            }
        };
    }

    /// The scores that are worth a curve, by `prefix + name`: the first few that are not of one class only.
    static Map<String, Double> shown(String prefix, Scores scores) {
        Map<String, Double> shown = new LinkedHashMap<>();
        scores.values().entrySet().stream()
                .filter(score -> !score.getKey().contains("/"))
                .limit(SHOWN)
                .forEach(score -> shown.put(prefix + score.getKey(), score.getValue()));
        return shown;
    }
}

package io.espalier.metrics;

import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.List;

/// Judges a network's outputs against labels, batch by batch. One instance a pass over the data; not thread-safe.
public interface Metric {

    /// Adds one batch.
    ///
    /// @param outputs all outputs of the network for the batch, in the order of its graph
    /// @param targets what the same images show
    /// @throws IllegalArgumentException if outputs or targets are not those of the task, or do not fit each other
    void add(List<Prediction> outputs, Targets targets);

    /// Of all batches so far; 0 while there was nothing to judge.
    Scores scores();
}

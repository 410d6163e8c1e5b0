package io.espalier.smart.training;

import java.util.Map;

/// Hears how far a run is, after every step; to be throttled by who listens. Called on the run's thread.
@FunctionalInterface
public interface RunListener {

    /// Hears nothing.
    RunListener NONE = progress -> {};

    void progressed(Progress progress);

    /// @param phase   `control`, `prune`, `finetune`, `validation`, `accuracy`
    /// @param done    steps done in this phase, or images for `validation` and `accuracy`
    /// @param total   of this phase
    /// @param metrics `loss`, what the loss says of the batch (`accuracy`, a fraction), `learning-rate`,
    ///                `images-per-second`; while a mask is learned also `temperature`, `soft-count`, `mask-sum`,
    ///                `mask-learning-rate`; after a validation pass `validation-…` by name of the metric;
    ///                at the end of a phase `peak-rss-mib`, the largest resident set since the phase began in this
    // process
    record Progress(String phase, long done, long total, Map<String, Double> metrics) {

        public Progress {
            metrics = Map.copyOf(metrics);
        }
    }
}

package io.espalier.smart.training;

import java.util.Map;

/// Hears how far a run is, after every step; to be throttled by who listens. Called on the run's thread.
@FunctionalInterface
public interface RunListener {

    /// Hears nothing.
    RunListener NONE = progress -> {};

    void progressed(Progress progress);

    /// @param phase   `control`, `prune`, `finetune`, `accuracy`
    /// @param done    steps done in this phase, or images for `accuracy`
    /// @param total   of this phase
    /// @param metrics `loss`, `accuracy` (of the batch, a fraction), `learning-rate`, `images-per-second`;
    ///                while a mask is learned also `temperature`, `soft-count`, `mask-sum`, `mask-learning-rate`
    record Progress(String phase, long done, long total, Map<String, Double> metrics) {

        public Progress {
            metrics = Map.copyOf(metrics);
        }
    }
}

package io.espalier.contracts.view;

import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs of one push that differ in nothing but their budgets, as points between accuracy and latency.
///
/// @param model  name in the registry
/// @param metric what "accuracy" means: `top-1`, `miou`, `map` or `r2`; absent until a run has been judged
/// @param dense  the dense reference; absent until a run has been judged
/// @param points in the order of the budgets
public record SweepView(
        SweepId sweep,
        @Nullable String model,
        @Nullable String metric,
        @Nullable Dense dense,
        List<Point> points) {

    public SweepView {
        points = List.copyOf(points);
    }

    /// What the runs are compared with, measured once.
    ///
    /// @param accuracy    of the dense reference on the validation split, a fraction
    /// @param latencyMs   predicted for one image of the pushed model, milliseconds
    /// @param weightBytes of the pushed model on the device
    public record Dense(double accuracy, double latencyMs, long weightBytes) {}

    /// One run.
    ///
    /// @param budget   in words: `block-sparsity 0.5`; absent until the model has been ingested
    /// @param measured absent until the run has been judged
    /// @param onFront  no other judged run is at least as accurate and as fast, and better in one of the two
    public record Point(
            RunId runId,
            RunStatus status,
            @Nullable String budget,
            @Nullable Integer version,
            @Nullable Measured measured,
            boolean onFront) {}

    /// What was measured on the served bytes.
    ///
    /// @param blockSparsity fraction of blocks that are exact zeros
    /// @param accuracy      on the validation split, a fraction
    /// @param latencyMs     predicted for one image, milliseconds
    /// @param weightBytes   on the device
    public record Measured(double blockSparsity, double accuracy, double latencyMs, long weightBytes) {

        /// At least as good in accuracy and latency, and better in one of them.
        public boolean dominates(Measured other) {
            boolean asGood = accuracy >= other.accuracy && latencyMs <= other.latencyMs;
            return asGood && (accuracy > other.accuracy || latencyMs < other.latencyMs);
        }
    }
}

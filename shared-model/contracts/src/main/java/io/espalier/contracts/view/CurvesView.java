package io.espalier.contracts.view;

import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import java.util.List;

/// A run's metrics over time, thinned to at most about a thousand points each.
public record CurvesView(RunId runId, List<Series> series, List<Phase> phases) {

    public CurvesView {
        series = List.copyOf(series);
        phases = List.copyOf(phases);
    }

    /// One metric of one stage.
    ///
    /// @param points in the order of `done`
    public record Series(Stage stage, String metric, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /// @param done  units of the stage done when the value was measured
    /// @param value finite
    public record Point(long done, double value) {}

    /// Which units of a stage belong to a phase.
    ///
    /// @param from first unit seen in the phase
    /// @param to   last unit seen in the phase
    public record Phase(Stage stage, String phase, long from, long to) {}
}

package io.espalier.cli.watch;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.view.SweepView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The runs of a sweep with what was measured, the front of accuracy and latency marked.
final class SweepTable {

    private static final String UNKNOWN = "-";

    private SweepTable() {}

    /// A row a run in the order of the budgets, then the dense reference.
    static List<String> lines(SweepView sweep) {
        Table table = new Table(
                "run",
                "budget",
                "status",
                sweep.metric() == null ? "accuracy" : sweep.metric(),
                "latency ms",
                "weights",
                "blocks removed",
                "front");
        sweep.points().forEach(point -> row(table, point));
        SweepView.Dense dense = sweep.dense();
        if (dense != null) {
            table.row(
                    UNKNOWN,
                    "dense reference",
                    UNKNOWN,
                    Units.number(dense.accuracy()),
                    Units.number(dense.latencyMs()),
                    Units.bytes(dense.weightBytes()),
                    "0 %",
                    "");
        }
        List<String> lines = new ArrayList<>();
        lines.add("sweep " + sweep.sweep() + (sweep.model() == null ? "" : "  " + sweep.model()));
        lines.addAll(table.lines());
        return lines;
    }

    private static void row(Table table, SweepView.Point point) {
        SweepView.@Nullable Measured measured = point.measured();
        table.row(
                point.runId().value(),
                point.budget() == null ? UNKNOWN : point.budget(),
                point.status().label(),
                measured == null ? UNKNOWN : Units.number(measured.accuracy()),
                measured == null ? UNKNOWN : Units.number(measured.latencyMs()),
                measured == null ? UNKNOWN : Units.bytes(measured.weightBytes()),
                measured == null ? UNKNOWN : Units.number(100 * measured.blockSparsity()) + " %",
                point.onFront() ? "*" : "");
    }
}

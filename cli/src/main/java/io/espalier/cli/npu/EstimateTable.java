package io.espalier.cli.npu;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import io.espalier.runs.latency.MeasuredLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report for a terminal: a table of layers a device, then the devices side by side.
final class EstimateTable {

    private EstimateTable() {}

    static List<String> lines(EstimateReport report) {
        List<String> lines = new ArrayList<>();
        for (EstimateReport.Device device : report.devices()) {
            lines.add("%s on %s (%s)".formatted(report.model(), device.device(), device.summary()));
            lines.addAll(layers(device).lines());
            lines.add("");
        }
        lines.addAll(totals(report).lines());
        return lines;
    }

    private static Table layers(EstimateReport.Device device) {
        Table table = new Table(
                "LAYER",
                "OPERATOR",
                "CYCLES",
                "MS",
                "BOUND BY",
                "UTIL",
                "BYTES",
                "FOLDS",
                "SKIPPED",
                "MACS",
                "EFFECTIVE",
                "ZERO",
                "LEFT OUT");
        for (LayerRow layer : device.timed()) {
            boolean product = layer.macs() > 0;
            table.row(
                    layer.name(),
                    layer.operator(),
                    String.valueOf(layer.cycles()),
                    milliseconds(layer.ms()),
                    layer.boundBy(),
                    product ? percent(layer.overallUtilisation()) : "",
                    String.valueOf(
                            layer.inputBytes() + layer.weightBytes() + layer.outputBytes() + layer.partialBytes()),
                    product ? String.valueOf(layer.foldsTotal()) : "",
                    product ? String.valueOf(layer.foldsSkipped()) : "",
                    product ? String.valueOf(layer.macs()) : "",
                    product ? String.valueOf(layer.effectiveMacs()) : "",
                    product ? percent(layer.structural()) : "",
                    product ? percent(layer.exploitable()) : "");
        }
        return table;
    }

    private static Table totals(EstimateReport report) {
        Table table = new Table(
                "DEVICE",
                "MS",
                "DENSE MS",
                "CYCLES",
                "BOUND BY",
                "UTIL",
                "WEIGHTS",
                "DRAM",
                "FOLDS",
                "SKIPPED",
                "ZERO",
                "LEFT OUT",
                "SOURCE",
                "CONFIDENCE");
        for (EstimateReport.Device device : report.devices()) {
            table.row(
                    device.device(),
                    milliseconds(device.ms()),
                    milliseconds(device.denseMs()),
                    String.valueOf(device.cycles()),
                    device.boundBy(),
                    percent(device.utilisation()),
                    Units.bytes(device.weightBytes()),
                    Units.bytes(device.dramBytes()),
                    String.valueOf(device.foldsTotal()),
                    String.valueOf(device.foldsSkipped()),
                    percent(device.structural()),
                    percent(device.exploitable()),
                    device.source(),
                    device.confidence());
        }
        MeasuredLatency measured = report.measured();
        if (measured != null) {
            String how = "%s, %d threads, p95 %s ms"
                    .formatted(measured.tool(), measured.threads(), milliseconds(measured.p95Ms()));
            table.row(
                    measured.device(),
                    milliseconds(measured.medianMs()),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    measured.source(),
                    how);
        }
        return table;
    }

    static String milliseconds(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.4f" : "%.2f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}

package io.espalier.cli.npu;

import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.MeasuredLatency;

/// Devices side by side: a bar for the dense network behind one for what zeros leave, and what was measured.
final class LatencyBars {

    private static final int WIDTH = 1000;
    private static final int LEFT = 170;
    private static final int ROW = 30;
    private static final int VALUES = 110;

    private LatencyBars() {}

    static String of(EstimateReport report) {
        MeasuredLatency measured = report.measured();
        int rows = report.devices().size() + (measured == null ? 0 : 1);
        double most = measured == null ? 0 : measured.medianMs();
        for (EstimateReport.Device device : report.devices()) {
            most = Math.max(most, device.denseMs());
        }
        double perMs = most == 0 ? 0 : (WIDTH - LEFT - VALUES) / most;
        Svg svg = new Svg(WIDTH, rows * ROW + 6, "Latency of each device");
        int y = 4;
        for (EstimateReport.Device device : report.devices()) {
            svg.bar("dense", LEFT, y, perMs * device.denseMs(), ROW - 10.0);
            row(svg, y, device.device(), device.ms(), perMs, perMs * device.denseMs());
            y += ROW;
        }
        if (measured != null) {
            row(svg, y, measured.device() + " (measured)", measured.medianMs(), perMs, perMs * measured.medianMs());
        }
        return svg.end();
    }

    private static void row(Svg svg, int y, String name, double ms, double perMs, double end) {
        svg.text("", "end", LEFT - 8.0, y + 14.0, name)
                .bar("bar", LEFT, y + 3.0, perMs * ms, ROW - 16.0)
                .text("", "start", LEFT + end + 8, y + 14.0, EstimateTable.milliseconds(ms) + " ms");
    }
}

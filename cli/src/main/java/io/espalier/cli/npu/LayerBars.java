package io.espalier.cli.npu;

import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import java.util.List;

/// A device's longest layers: dense cycles behind those that zeros leave.
final class LayerBars {

    private static final int WIDTH = 1000;
    private static final int LEFT = 300;
    private static final int ROW = 20;
    private static final int VALUES = 170;
    private static final int MOST = 30;
    private static final int LONGEST_NAME = 46;

    private LayerBars() {}

    static String of(EstimateReport.Device device) {
        List<LayerRow> layers = EstimatePage.longest(device, MOST);
        long most = layers.stream()
                .mapToLong(layer -> Math.max(layer.cycles(), layer.denseCycles()))
                .max()
                .orElse(1);
        double perCycle = (double) (WIDTH - LEFT - VALUES) / Math.max(1, most);
        Svg svg = new Svg(WIDTH, layers.size() * ROW + 6, "Longest layers on " + device.device());
        int y = 2;
        for (LayerRow layer : layers) {
            svg.text("", "end", LEFT - 8.0, y + 12.0, shortened(layer.name()))
                    .bar("dense", LEFT, y, perCycle * layer.denseCycles(), ROW - 5.0)
                    .bar("bar", LEFT, y + 3.0, perCycle * layer.cycles(), ROW - 11.0)
                    .text(
                            "faint",
                            "start",
                            LEFT + perCycle * Math.max(layer.cycles(), layer.denseCycles()) + 8,
                            y + 12.0,
                            EstimateTable.milliseconds(layer.ms()) + " ms, " + layer.boundBy());
            y += ROW;
        }
        return svg.end();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }
}

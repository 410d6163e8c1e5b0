package io.espalier.cli.npu;

import io.espalier.cli.terminal.Units;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import java.util.List;

/// Products of a network under a device's roof: operations a second over operations a byte, both logarithmic. A
/// circle's
/// area is the layer's share of the time.
///
/// The roof is `min(peak, intensity · bandwidth)`; a device whose memory is never waited for has a flat one. Intensity
/// counts the bytes that a layer must move at least: inputs, weights as stored, outputs.
///
/// Source: Williams, Waterman and Patterson, CACM 52(4), 2009.
final class Roofline {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int BOTTOM = 296;
    private static final int TOP = 16;
    private static final int RIGHT = 980;
    private static final double LARGEST = 26;

    private final EstimateReport.Device device;
    private final List<LayerRow> layers;
    private final double peak;
    private double lowX = 1;
    private double highX = 100;
    private double lowY;

    private Roofline(EstimateReport.Device device) {
        this.device = device;
        this.layers = device.timed().stream()
                .filter(layer -> layer.macs() > 0 && layer.effectiveMacs() > 0 && layer.cycles() > 0)
                .toList();
        this.peak = 1e3 * device.peakTops();
        this.lowY = peak / 100;
    }

    static String of(EstimateReport.Device device) {
        return new Roofline(device).draw();
    }

    private String draw() {
        for (LayerRow layer : layers) {
            lowX = Math.min(lowX, intensity(layer));
            highX = Math.max(highX, intensity(layer));
            lowY = Math.min(lowY, giga(layer));
        }
        lowX = Math.pow(10, Math.floor(Math.log10(lowX)));
        highX = Math.pow(10, Math.ceil(Math.log10(highX)));
        lowY = Math.pow(10, Math.floor(Math.log10(lowY)));
        Svg svg = new Svg(WIDTH, HEIGHT, "Roofline of " + device.device());
        grid(svg);
        roof(svg);
        double longest = layers.stream().mapToDouble(LayerRow::ms).max().orElse(1);
        for (LayerRow layer : layers) {
            double radius = Math.max(2.5, LARGEST * Math.sqrt(layer.ms() / longest) / 2);
            svg.point(
                    x(intensity(layer)),
                    y(giga(layer)),
                    radius,
                    "%s: %s ms, %s".formatted(layer.name(), EstimateTable.milliseconds(layer.ms()), layer.boundBy()));
        }
        return svg.end();
    }

    private void grid(Svg svg) {
        for (double x = lowX; x <= highX * 1.001; x *= 10) {
            svg.line("grid", x(x), TOP, x(x), BOTTOM).text("faint", "middle", x(x), BOTTOM + 16.0, Units.number(x));
        }
        for (double y = lowY; y <= 2 * peak; y *= 10) {
            svg.line("grid", LEFT, y(y), RIGHT, y(y)).text("faint", "end", LEFT - 8.0, y(y) + 4, Units.number(y));
        }
        svg.text("faint", "middle", (LEFT + RIGHT) / 2.0, BOTTOM + 34.0, "operations per byte")
                .text("faint", "start", LEFT + 6.0, TOP + 4.0, "10⁹ operations per second");
    }

    private void roof(Svg svg) {
        Double bandwidth = device.dramBytesPerSecond();
        double knee = bandwidth == null ? lowX : Math.clamp(peak / (bandwidth / 1e9), lowX, highX);
        if (bandwidth != null) {
            double start = Math.max(lowX, lowY / (bandwidth / 1e9));
            svg.line("roof", x(start), y(start * bandwidth / 1e9), x(knee), y(knee * bandwidth / 1e9));
        }
        if (bandwidth == null || knee * bandwidth / 1e9 >= peak * 0.999) {
            svg.line("roof", x(knee), y(peak), RIGHT, y(peak));
        }
        svg.text("", "end", RIGHT - 4.0, y(peak) - 6, Units.number(peak / 1e3) + " TOPS");
    }

    /// Operations, two a multiply-accumulate that is done, for each byte moved at least.
    private static double intensity(LayerRow layer) {
        return 2.0
                * layer.effectiveMacs()
                / Math.max(1, layer.inputBytes() + layer.weightBytes() + layer.outputBytes());
    }

    private static double giga(LayerRow layer) {
        return 2.0 * layer.effectiveMacs() / layer.ms() / 1e6;
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * Math.log(value / lowX) / Math.log(highX / lowX);
    }

    private double y(double value) {
        double high = 2 * peak;
        return BOTTOM - (BOTTOM - TOP) * Math.log(value / lowY) / Math.log(high / lowY);
    }
}

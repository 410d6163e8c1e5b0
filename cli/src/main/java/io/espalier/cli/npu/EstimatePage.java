package io.espalier.cli.npu;

import io.espalier.cli.terminal.Units;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import io.espalier.runs.latency.MeasuredLatency;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A report as one HTML page that needs nothing else: drawings are inline SVG, colours follow the reader's light or
/// dark setting.
final class EstimatePage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --faint: #667080; --line: #d9dee5; --card: #ffffff;
              --page: #f5f7fa; --bar: #0072b2; --dense: #c3d6e6; --roof: #d55e00; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --faint: #98a2b0; --line: #333a44;
              --card: #1b2027; --page: #12161b; --bar: #56b4e9; --dense: #2c4356; --roof: #e69f00; } }
            * { box-sizing: border-box; }
            body { margin: 0; padding: 32px; background: var(--page); color: var(--ink);
              font: 14px/1.5 system-ui, sans-serif; }
            main { max-width: 1080px; margin: 0 auto; display: grid; gap: 20px; }
            h1 { font-size: 24px; margin: 0; } h2 { font-size: 16px; margin: 0 0 4px; }
            p { margin: 0; color: var(--faint); }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px;
              overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: 4px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
            th:first-child, td:first-child { text-align: left; } th { color: var(--faint); font-weight: 500; }
            svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; } svg text { fill: var(--ink); }
            svg .faint { fill: var(--faint); } svg .grid { stroke: var(--line); } svg .roof { stroke: var(--roof);
              stroke-width: 2; fill: none; } svg .bar { fill: var(--bar); } svg .dense { fill: var(--dense); }
            svg .point { fill: var(--bar); fill-opacity: .65; stroke: var(--card); }
            details { margin-top: 12px; } summary { cursor: pointer; color: var(--faint); }
            """;

    private EstimatePage() {}

    static String of(EstimateReport report) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.append("<title>").append(escape(report.model())).append(" on devices</title>\n");
        page.append("<style>\n").append(STYLE).append("</style></head><body><main>\n");
        page.append("<header><h1>").append(escape(report.model())).append("</h1><p>");
        page.append(String.format(Locale.ROOT, "%.3f G multiply-accumulates for one image", report.macs() / 1e9));
        page.append("</p></header>\n");
        comparison(report, page);
        report.devices().forEach(device -> device(device, page));
        return page.append("</main></body></html>\n").toString();
    }

    private static void comparison(EstimateReport report, StringBuilder page) {
        page.append("<section id=\"devices\"><h2>Devices</h2><p>Dense beside what zeros leave.</p>\n");
        page.append(LatencyBars.of(report)).append('\n');
        page.append("<table><thead>")
                .append(cells(
                        "th",
                        List.of(
                                "Device",
                                "ms",
                                "dense ms",
                                "bound by",
                                "utilisation",
                                "weights",
                                "DRAM",
                                "zero",
                                "left out",
                                "source",
                                "confidence")))
                .append("</thead><tbody>\n");
        for (EstimateReport.Device device : report.devices()) {
            page.append(cells(
                            "td",
                            List.of(
                                    device.device(),
                                    EstimateTable.milliseconds(device.ms()),
                                    EstimateTable.milliseconds(device.denseMs()),
                                    device.boundBy(),
                                    EstimateTable.percent(device.utilisation()),
                                    Units.bytes(device.weightBytes()),
                                    Units.bytes(device.dramBytes()),
                                    EstimateTable.percent(device.structural()),
                                    EstimateTable.percent(device.exploitable()),
                                    device.source(),
                                    device.confidence())))
                    .append('\n');
        }
        MeasuredLatency measured = report.measured();
        if (measured != null) {
            String how = "%s, %d threads, p95 %s ms"
                    .formatted(measured.tool(), measured.threads(), EstimateTable.milliseconds(measured.p95Ms()));
            page.append(cells(
                    "td",
                    List.of(
                            measured.device(),
                            EstimateTable.milliseconds(measured.medianMs()),
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            measured.source(),
                            how)));
        }
        page.append("</tbody></table></section>\n");
    }

    private static void device(EstimateReport.Device device, StringBuilder page) {
        page.append("<section><h2>").append(escape(device.device())).append("</h2><p>");
        page.append(escape(device.summary())).append("</p>\n");
        page.append(Roofline.of(device)).append('\n');
        page.append("<h2>Layers that take longest</h2>\n")
                .append(LayerBars.of(device))
                .append('\n');
        page.append("<details><summary>Every layer</summary><table><thead>")
                .append(cells(
                        "th",
                        List.of(
                                "Layer",
                                "operator",
                                "cycles",
                                "ms",
                                "bound by",
                                "utilisation",
                                "DRAM",
                                "folds",
                                "skipped",
                                "MACs",
                                "effective",
                                "zero",
                                "left out")))
                .append("</thead><tbody>\n");
        device.timed().forEach(layer -> page.append(layer(layer)).append('\n'));
        page.append("</tbody></table></details></section>\n");
    }

    private static String layer(LayerRow layer) {
        return cells(
                "td",
                List.of(
                        layer.name(),
                        layer.operator(),
                        String.valueOf(layer.cycles()),
                        EstimateTable.milliseconds(layer.ms()),
                        layer.boundBy(),
                        EstimateTable.percent(layer.overallUtilisation()),
                        Units.bytes(layer.dramBytes()),
                        String.valueOf(layer.foldsTotal()),
                        String.valueOf(layer.foldsSkipped()),
                        String.valueOf(layer.macs()),
                        String.valueOf(layer.effectiveMacs()),
                        EstimateTable.percent(layer.structural()),
                        EstimateTable.percent(layer.exploitable())));
    }

    private static String cells(String tag, List<String> cells) {
        StringBuilder row = new StringBuilder("<tr>");
        cells.forEach(cell -> row.append('<')
                .append(tag)
                .append('>')
                .append(escape(cell))
                .append("</")
                .append(tag)
                .append('>'));
        return row.append("</tr>").toString();
    }

    /// The longest first, at most `most`.
    static List<LayerRow> longest(EstimateReport.Device device, int most) {
        return device.timed().stream()
                .sorted(Comparator.comparingLong(LayerRow::cycles).reversed())
                .limit(most)
                .toList();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

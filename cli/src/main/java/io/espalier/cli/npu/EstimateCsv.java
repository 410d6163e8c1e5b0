package io.espalier.cli.npu;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.Json;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import io.espalier.runs.latency.MeasuredLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A report as comma-separated values: one line a layer and device, named as in the JSON form; a last line a device
/// with its totals, and one with what was measured.
final class EstimateCsv {

    private EstimateCsv() {}

    static List<String> lines(EstimateReport report) {
        List<String> columns = new ArrayList<>(List.of("device", "source", "confidence"));
        List<String> lines = new ArrayList<>();
        for (EstimateReport.Device device : report.devices()) {
            for (LayerRow layer : device.layers()) {
                JsonNode row = Json.MAPPER.valueToTree(layer);
                if (lines.isEmpty()) {
                    row.fieldNames().forEachRemaining(columns::add);
                    lines.add(String.join(",", columns));
                }
                lines.add(line(columns, device, row));
            }
            lines.add(line(columns, device, total(device)));
        }
        MeasuredLatency measured = report.measured();
        if (measured != null) {
            Map<String, Object> row = new TreeMap<>(Map.of(
                    "device",
                    measured.device(),
                    "source",
                    measured.source(),
                    "name",
                    "(network)",
                    "kind",
                    measured.tool(),
                    "ms",
                    measured.medianMs()));
            lines.add(join(columns, Json.MAPPER.valueToTree(row)));
        }
        return lines;
    }

    private static JsonNode total(EstimateReport.Device device) {
        var row = (com.fasterxml.jackson.databind.node.ObjectNode) Json.MAPPER.valueToTree(device);
        row.put("name", "(network)").put("kind", "total").put("overall-utilisation", device.utilisation());
        row.put("macs", device.layers().stream().mapToLong(LayerRow::macs).sum());
        return row;
    }

    private static String line(List<String> columns, EstimateReport.Device device, JsonNode row) {
        var whole = (com.fasterxml.jackson.databind.node.ObjectNode) row;
        whole.put("device", device.device()).put("source", device.source()).put("confidence", device.confidence());
        return join(columns, whole);
    }

    private static String join(List<String> columns, JsonNode row) {
        return String.join(
                ",",
                columns.stream().map(column -> cell(row.path(column).asText())).toList());
    }

    private static String cell(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}

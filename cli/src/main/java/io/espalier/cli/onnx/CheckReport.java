package io.espalier.cli.onnx;

import io.espalier.cli.terminal.Table;
import io.espalier.runs.ForwardCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A check as people read it.
final class CheckReport {

    private CheckReport() {}

    /// @param withLayers whether each layer has a row
    static List<String> lines(ModelCheck.Report report, boolean withLayers) {
        List<String> lines = new ArrayList<>();
        lines.add((report.isSound() ? "✓ " : "✗ ") + report.model());
        if (report.error() != null) {
            lines.add("  " + report.error() + ": " + report.message());
            return lines;
        }
        lines.add("  opset       " + report.opset());
        lines.add("  operators   "
                + report.operators().entrySet().stream()
                        .map(entry -> entry.getKey() + " ×" + entry.getValue())
                        .collect(Collectors.joining(", ")));
        lines.add("  inputs      " + String.join(", ", report.inputs()));
        lines.add("  outputs     " + String.join(", ", report.outputs()));
        lines.add("  parameters  " + count(report.parameters()));
        lines.add("  MACs        "
                + (report.macs() == null
                        ? "unknown: the model leaves the size of the images open; give --image HxW"
                        : count(report.macs()) + " for one image"));
        if (withLayers) {
            lines.addAll(layers(report.layers()));
        }
        report.forward().forEach(compared -> lines.add("  forward     " + forward(compared)));
        return lines;
    }

    private static List<String> layers(List<ModelCheck.Layer> layers) {
        Table table = new Table("  layer", "operator", "output", "parameters", "MACs");
        layers.forEach(layer -> table.row(
                "  " + layer.name(),
                layer.operator(),
                layer.output(),
                count(layer.parameters()),
                layer.macs() == null ? "unknown" : count(layer.macs())));
        return table.lines();
    }

    private static String forward(ForwardCheck.Compared compared) {
        String shape = compared.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        return String.format(
                Locale.ROOT,
                "%s %s %s: largest difference %.2g, %.3f of what is allowed",
                compared.output(),
                shape,
                compared.isEqual() ? "equals ONNX Runtime" : "DIFFERS from ONNX Runtime",
                compared.difference(),
                compared.tolerances());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

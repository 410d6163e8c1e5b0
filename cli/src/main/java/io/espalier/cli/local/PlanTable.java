package io.espalier.cli.local;

import io.espalier.cli.terminal.Table;
import io.espalier.contracts.BudgetUnit;
import io.espalier.smart.budget.BudgetPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A plan of pruning as people read it: one row a layer, then one a unit.
final class PlanTable {

    private PlanTable() {}

    static List<String> lines(BudgetPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("budget: %s on %s; kept by magnitude before any training".formatted(plan.budget(), plan.device()));
        lines.add("");
        lines.addAll(layers(plan));
        lines.add("");
        lines.addAll(units(plan));
        return lines;
    }

    private static List<String> layers(BudgetPlan plan) {
        Table table = new Table("layer", "shape", "blocks", "kept", "share", "parameters", "MACs", "cycles");
        for (BudgetPlan.Layer layer : plan.layers()) {
            table.row(
                    layer.name(),
                    layer.shape().stream().map(String::valueOf).collect(Collectors.joining("×")),
                    whole(layer.blocks()),
                    whole(layer.kept()),
                    percent((double) layer.kept() / layer.blocks()),
                    whole(layer.parameters().kept()),
                    whole(layer.macs().kept()),
                    whole(layer.cycles().kept()));
        }
        return table.lines();
    }

    /// Of the whole network; what is not prunable is always in.
    private static List<String> units(BudgetPlan plan) {
        Table table = new Table("network", "dense", "kept", "share", "budget", "reachable", "");
        for (BudgetPlan.Unit unit : plan.units()) {
            table.row(
                    unit.unit().text(),
                    number(unit, unit.dense()),
                    number(unit, unit.kept()),
                    percent(unit.kept() / unit.dense()),
                    unit.limit() == null ? "" : number(unit, unit.limit()),
                    number(unit, unit.least()) + " to " + number(unit, unit.most()),
                    percent(unit.least() / unit.dense()) + " to " + percent(unit.most() / unit.dense()));
        }
        return table.lines();
    }

    private static String number(BudgetPlan.Unit unit, double value) {
        return unit.unit() == BudgetUnit.LATENCY_MS ? String.format(Locale.ROOT, "%.4f", value) : whole(value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", Math.floor(value));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

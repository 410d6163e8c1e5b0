package io.espalier.cli.watch;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.GateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Every gate with its limit, what was measured and the verdict.
public final class GateTable {

    private static final String BUDGET = "budget-";

    private GateTable() {}

    public static List<String> lines(List<GateResult> gates) {
        Table table = new Table("gate", "limit", "measured", "verdict");
        gates.forEach(gate -> table.row(
                name(gate),
                relation(gate.gate()) + " " + value(gate.gate(), gate.limit()),
                value(gate.gate(), gate.measured()),
                gate.passed() ? "passed" : "missed"));
        List<String> lines = new ArrayList<>(table.lines());
        gates.stream()
                .filter(gate -> gate.detail() != null)
                .forEach(gate -> lines.add(gate.gate() + ": " + gate.detail()));
        return List.copyOf(lines);
    }

    /// With the device of a latency and how it is known: `max-latency-ms on rk3588-core (estimated, calibrated)`.
    private static String name(GateResult gate) {
        if (gate.device() == null) {
            return gate.gate();
        }
        String known = gate.confidence() == null ? "" : ", " + gate.confidence();
        return "%s on %s (%s%s)".formatted(gate.gate(), gate.device(), gate.source(), known);
    }

    /// Every digit of what is counted: a budget is met or missed by one.
    private static String value(String gate, double value) {
        boolean counted = gate.startsWith(BUDGET) && !gate.endsWith("-ms");
        return counted ? String.format(Locale.ROOT, "%,.0f", Math.floor(value)) : Units.number(value);
    }

    /// A budget of blocks is hit exactly, any other is not exceeded.
    private static String relation(String gate) {
        if (gate.startsWith("max-") || gate.startsWith(BUDGET)) {
            return "≤";
        }
        return gate.startsWith("min-") ? "≥" : "=";
    }
}

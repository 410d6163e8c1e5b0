package io.espalier.cli.watch;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.GateResult;
import java.util.List;

/// Every gate with its limit, what was measured and the verdict.
public final class GateTable {

    private GateTable() {}

    public static List<String> lines(List<GateResult> gates) {
        Table table = new Table("gate", "limit", "measured", "verdict");
        gates.forEach(gate -> table.row(
                gate.gate(),
                relation(gate.gate()) + " " + Units.number(gate.limit()),
                Units.number(gate.measured()),
                gate.passed() ? "passed" : "missed"));
        return table.lines();
    }

    private static String relation(String gate) {
        if (gate.startsWith("max-")) {
            return "≤";
        }
        return gate.startsWith("min-") ? "≥" : "=";
    }
}

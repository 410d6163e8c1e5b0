package io.espalier.cli.npu;

import io.espalier.cli.terminal.Table;
import io.espalier.npu.scalesim.ScaleSimConfig;
import io.espalier.npu.scalesim.ScaleSimRow;
import io.espalier.npu.scalesim.ScaleSimTopology;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// SCALE-Sim's figures without simulating.
@Command(
        name = "scalesim",
        header = "Report on SCALE-Sim's own topology files, with the figures that SCALE-Sim v3 reports.",
        description = {
            "Convolutions, products (M, N, K) and N:M sparsity, stall-free runs (InterfaceBandwidth: CALC). The numbers"
                    + " equal SCALE-Sim's; with row-wise sparsity, what SCALE-Sim draws by chance is left empty."
        },
        footer = {
            "",
            "Examples:",
            "  espalier npu scalesim Resnet18.csv --config a32x32_ws.cfg",
            "  espalier npu scalesim gemm.csv --config a32x32_os.cfg --csv > report.csv"
        })
public final class ScaleSimCommand implements Callable<Integer> {

    private static final String[] COLUMNS = {
        "LayerID",
        "Layer name",
        "Total Cycles",
        "Overall Util %",
        "Mapping Efficiency %",
        "Compute Util %",
        "SRAM IFMAP Reads",
        "SRAM Filter Reads",
        "SRAM OFMAP Writes",
        "MACs",
        "Row folds",
        "Column folds",
        "Filter Storage"
    };

    @Parameters(paramLabel = "TOPOLOGY", description = "SCALE-Sim's topology file (CSV)")
    private Path topology = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "SCALE-Sim's configuration")
    private Path config = Path.of("");

    @Option(names = "--csv", description = "comma-separated, all digits")
    private boolean csv;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        ScaleSimConfig settings = ScaleSimConfig.read(config);
        List<String[]> rows = new ArrayList<>();
        ScaleSimTopology.read(topology).forEach(layer -> rows.add(cells(rows.size(), ScaleSimRow.of(layer, settings))));
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            out.println(String.join(",", COLUMNS));
            rows.forEach(row -> out.println(String.join(",", row)));
        } else {
            Table table = new Table(COLUMNS);
            rows.forEach(table::row);
            table.lines().forEach(out::println);
        }
        return 0;
    }

    private String[] cells(int id, ScaleSimRow row) {
        return new String[] {
            String.valueOf(id),
            row.name(),
            String.valueOf(row.totalCycles()),
            number(row.overallUtil()),
            row.mappingEfficiency() == null ? "" : number(row.mappingEfficiency()),
            number(row.computeUtil()),
            Objects.toString(row.ifmapReads(), ""),
            String.valueOf(row.filterReads()),
            String.valueOf(row.ofmapWrites()),
            String.valueOf(row.macs()),
            String.valueOf(row.rowFolds()),
            String.valueOf(row.columnFolds()),
            number(row.storedWords())
        };
    }

    /// As SCALE-Sim's report has it, every digit; rounded for people.
    private String number(double value) {
        return csv ? String.valueOf(value) : String.format(java.util.Locale.ROOT, "%.2f", value);
    }
}

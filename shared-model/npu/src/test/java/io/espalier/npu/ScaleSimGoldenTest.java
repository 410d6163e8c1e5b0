package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.npu.engine.Dataflow;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.engine.SystolicArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every published per-layer figure of SCALE-Sim v3 in its stall-free mode, against the formulas.
class ScaleSimGoldenTest {

    /// SCALE-Sim prints percentages as doubles; only the order of the operations differs.
    private static final double PERCENT_ROUNDING = 1e-9;

    @Test
    void everyPerLayerFigureIsEqual() throws IOException {
        Path folder = SharedGoldens.scaleSim();
        int rows = 0;
        try (Stream<Path> files = Files.list(folder.resolve("per_layer"))) {
            for (Path file : files.sorted().toList()) {
                rows += checkPerLayer(folder, file);
            }
        }
        assertThat(rows).as("rows compared").isEqualTo(99);
    }

    /// @param file `<net>_<R>x<C>_<dataflow>.csv`
    private static int checkPerLayer(Path folder, Path file) throws IOException {
        String[] parts = file.getFileName().toString().replace(".csv", "").split("_");
        SystolicArray array = array(parts[1], parts[2]);
        List<ScaleSimTopology.Layer> layers =
                ScaleSimTopology.convolutions(folder.resolve("topologies").resolve(parts[0] + ".csv"));
        List<Map<String, String>> rows = SharedGoldens.table(file);
        assertThat(layers).as(file.toString()).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            checkRow(array, layers.get(i), rows.get(i), file.getFileName() + " row " + i);
        }
        return rows.size();
    }

    private static void checkRow(
            SystolicArray array, ScaleSimTopology.Layer layer, Map<String, String> row, String where) {
        Gemm gemm = layer.gemm();
        SystolicArray.Folding folding = array.fold(gemm);
        SystolicArray.SramAccesses sram = array.sramAccesses(gemm);
        long cycles = array.cycles(gemm);
        assertThat(layer.name()).as(where).isEqualTo(row.get("Layer"));
        assertLong(row, "M_ofmap_px", gemm.m(), where);
        assertLong(row, "N_filters", gemm.n(), where);
        assertLong(row, "K_window", gemm.k(), where);
        assertLong(row, "row_folds", folding.rowFolds(), where);
        assertLong(row, "col_folds", folding.columnFolds(), where);
        assertLong(row, "cycles_per_fold", folding.cyclesPerFold(), where);
        assertLong(row, "total_cycles", cycles, where);
        assertLong(row, "macs", gemm.macs(), where);
        assertLong(row, "sram_ifmap_reads", sram.ifmapReads(), where);
        assertLong(row, "sram_filter_reads", sram.filterReads(), where);
        if (array.dataflow() != Dataflow.OUTPUT_STATIONARY) { // the published column is empty there
            assertLong(row, "sram_ofmap_writes", sram.ofmapWrites(), where);
        }
        assertPercent(row, "overall_util_pct", array.utilisation(gemm.macs(), cycles), where);
        assertPercent(row, "mapping_eff_pct", array.mappingEfficiency(gemm), where);
    }

    @Test
    void completeSimulatorRunsAreEqual() throws IOException {
        Path folder = SharedGoldens.scaleSim();
        var edgeCases = ScaleSimTopology.convolutions(folder.resolve("topologies/mini.csv"));
        var product = ScaleSimTopology.products(folder.resolve("topologies/test_mnk_input.csv"));
        for (String dataflow : List.of("os", "ws", "is")) {
            String run = "a32x32_" + dataflow + "_calc";
            checkRun(folder.resolve("full_sim/mini").resolve(run), edgeCases, array("32x32", dataflow));
            checkRun(folder.resolve("full_sim/gemm256x128x256").resolve(run), product, array("32x32", dataflow));
        }
    }

    private static void checkRun(Path run, List<ScaleSimTopology.Layer> layers, SystolicArray array)
            throws IOException {
        List<Map<String, String>> compute = SharedGoldens.table(run.resolve("COMPUTE_REPORT.csv"));
        List<Map<String, String>> accesses = SharedGoldens.table(run.resolve("DETAILED_ACCESS_REPORT.csv"));
        assertThat(layers).as(run.toString()).hasSameSizeAs(compute).hasSameSizeAs(accesses);
        for (int i = 0; i < layers.size(); i++) {
            Gemm gemm = layers.get(i).gemm();
            String where = run + " layer " + i;
            assertLong(compute.get(i), "Total Cycles", array.cycles(gemm), where);
            assertPercent(compute.get(i), "Overall Util %", array.utilisation(gemm.macs(), array.cycles(gemm)), where);
            assertPercent(compute.get(i), "Mapping Efficiency %", array.mappingEfficiency(gemm), where);
            assertPercent(compute.get(i), "Compute Util %", array.computeUtilisation(gemm), where);
            SystolicArray.SramAccesses sram = array.sramAccesses(gemm);
            assertLong(accesses.get(i), "SRAM IFMAP Reads", sram.ifmapReads(), where);
            assertLong(accesses.get(i), "SRAM Filter Reads", sram.filterReads(), where);
            assertLong(accesses.get(i), "SRAM OFMAP Writes", sram.ofmapWrites() + spuriousWrites(array, gemm), where);
        }
    }

    /// With outputs stationary SCALE-Sim counts `R + C` writes too many in each fold.
    private static long spuriousWrites(SystolicArray array, Gemm gemm) {
        return array.dataflow() == Dataflow.OUTPUT_STATIONARY
                ? array.fold(gemm).folds() * (array.rows() + array.columns())
                : 0;
    }

    @Test
    void structuredSparsityIsAShorterProduct() throws IOException {
        Path folder = SharedGoldens.scaleSim();
        SystolicArray array = array("32x32", "ws");
        var layers = ScaleSimTopology.convolutions(folder.resolve("topologies/sparse_mini.csv"));
        var rows = SharedGoldens.table(folder.resolve("sparse/sparse_layerwise_32x32_ws_calc/COMPUTE_REPORT.csv"));
        assertThat(layers).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            long cycles = array.cycles(layers.get(i).compacted());
            assertLong(rows.get(i), "Total Cycles", cycles, "layer " + i);
            assertPercent(
                    rows.get(i),
                    "Overall Util %",
                    array.utilisation(layers.get(i).gemm().macs(), cycles),
                    "layer " + i);
        }
    }

    @Test
    void structuredSparsityIsStoredInAsManyWords() throws IOException {
        Path folder = SharedGoldens.scaleSim();
        var layers = ScaleSimTopology.convolutions(folder.resolve("topologies/sparse_mini.csv"));
        var rows = SharedGoldens.table(folder.resolve("sparse/sparse_layerwise_32x32_ws_calc/SPARSE_REPORT.csv"));
        assertThat(layers).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            ScaleSimTopology.Layer layer = layers.get(i);
            Sparsity.NToM pattern = new Sparsity.NToM(layer.nonZero(), layer.group());
            assertThat(pattern.compact(layer.gemm())).isEqualTo(layer.compacted());
            assertThat(pattern.ellpackWords(layer.gemm()))
                    .isEqualTo(Double.parseDouble(rows.get(i).get("New Storage (Filter+Metadata)")));
            assertLong(rows.get(i), "Original Filter Storage", layer.gemm().weights(), "layer " + i);
        }
    }

    /// Every filter draws its own pattern of at most half of each block, so that blocks count half.
    @Test
    void sparsityByRowIsHalfOfEveryBlock() throws IOException {
        Path folder = SharedGoldens.scaleSim();
        int block = 8;
        var layers = ScaleSimTopology.convolutions(folder.resolve("topologies/sparse_mini.csv"));
        var rows = SharedGoldens.table(folder.resolve("sparse/sparse_rowwise_b8_32x32_ws_calc/COMPUTE_REPORT.csv"));
        assertThat(layers).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            Gemm left =
                    new Sparsity.NToM(block, 2 * block).compact(layers.get(i).gemm());
            assertLong(rows.get(i), "Total Cycles", array("32x32", "ws").cycles(left), "layer " + i);
        }
    }

    private static SystolicArray array(String size, String dataflow) {
        String[] sides = size.split("x");
        return new SystolicArray(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), dataflow(dataflow));
    }

    private static Dataflow dataflow(String name) {
        return switch (name) {
            case "os" -> Dataflow.OUTPUT_STATIONARY;
            case "ws" -> Dataflow.WEIGHT_STATIONARY;
            case "is" -> Dataflow.INPUT_STATIONARY;
            default -> throw new IllegalArgumentException("no dataflow is called " + name);
        };
    }

    private static void assertLong(Map<String, String> row, String column, long actual, String where) {
        assertThat(actual).as("%s: %s", where, column).isEqualTo(Long.parseLong(row.get(column)));
    }

    private static void assertPercent(Map<String, String> row, String column, double ratio, String where) {
        assertThat(100 * ratio)
                .as("%s: %s", where, column)
                .isCloseTo(Double.parseDouble(row.get(column)), within(PERCENT_ROUNDING));
    }
}

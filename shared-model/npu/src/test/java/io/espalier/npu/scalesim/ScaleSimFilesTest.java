package io.espalier.npu.scalesim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.npu.engine.Dataflow;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.SystolicArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SCALE-Sim's own files in, its own reports out.
class ScaleSimFilesTest {

    @TempDir
    Path directory;

    private static Path goldens() {
        Path folder = Path.of(System.getProperty("espalier.shared", "../../../shared"), "goldens", "scalesim");
        assumeTrue(Files.isDirectory(folder), "skipped: no SCALE-Sim figures in " + folder);
        return folder;
    }

    @Test
    void completeRunsFromTheirOwnFilesAreEqual() throws IOException {
        Path folder = goldens();
        for (String dataflow : List.of("os", "ws", "is")) {
            String run = "a32x32_" + dataflow + "_calc";
            ScaleSimConfig config = ScaleSimConfig.read(folder.resolve("configs/" + run + ".cfg"));
            check(folder.resolve("topologies/mini.csv"), config, folder.resolve("full_sim/mini/" + run));
            check(
                    folder.resolve("topologies/test_mnk_input.csv"),
                    config,
                    folder.resolve("full_sim/gemm256x128x256/" + run));
        }
    }

    @Test
    void layerWiseSparsityIsEqual() throws IOException {
        Path folder = goldens();
        Path run = folder.resolve("sparse/sparse_layerwise_32x32_ws_calc");
        ScaleSimConfig config = ScaleSimConfig.read(folder.resolve("configs/sparse_layerwise.cfg"));
        List<ScaleSimRow> rows = check(folder.resolve("topologies/sparse_mini.csv"), config, run);
        List<Map<String, String>> stored = table(run.resolve("SPARSE_REPORT.csv"));
        for (int i = 0; i < stored.size(); i++) {
            if (!"0".equals(stored.get(i).get("Filter Metadata Storage"))) {
                assertThat(rows.get(i).storedWords())
                        .as("storage of layer " + i)
                        .isEqualTo(
                                Double.parseDouble(String.valueOf(stored.get(i).get("New Storage (Filter+Metadata)"))));
            }
        }
    }

    /// What SCALE-Sim draws by chance is left out, the rest is equal.
    @Test
    void rowWiseSparsityIsEqualWhereItIsNotDrawn() throws IOException {
        Path folder = goldens();
        ScaleSimConfig config = ScaleSimConfig.read(folder.resolve("configs/sparse_rowwise.cfg"));
        List<ScaleSimRow> rows = check(
                folder.resolve("topologies/sparse_mini.csv"),
                config,
                folder.resolve("sparse/sparse_rowwise_b8_32x32_ws_calc"));
        assertThat(rows).allSatisfy(row -> assertThat(row.mappingEfficiency()).isNull());
    }

    private static List<ScaleSimRow> check(Path topology, ScaleSimConfig config, Path run) throws IOException {
        List<ScaleSimRow> rows = ScaleSimTopology.read(topology).stream()
                .map(layer -> ScaleSimRow.of(layer, config))
                .toList();
        List<Map<String, String>> compute = table(run.resolve("COMPUTE_REPORT.csv"));
        List<Map<String, String>> accesses = table(run.resolve("DETAILED_ACCESS_REPORT.csv"));
        assertThat(rows).hasSameSizeAs(compute).hasSameSizeAs(accesses);
        for (int i = 0; i < rows.size(); i++) {
            ScaleSimRow row = rows.get(i);
            String where = run.getFileName() + " layer " + i;
            equal(compute.get(i), "Total Cycles", row.totalCycles(), where);
            equal(compute.get(i), "Overall Util %", row.overallUtil(), where);
            equal(compute.get(i), "Mapping Efficiency %", row.mappingEfficiency(), where);
            equal(compute.get(i), "Compute Util %", row.computeUtil(), where);
            equal(accesses.get(i), "SRAM IFMAP Reads", row.ifmapReads(), where);
            equal(accesses.get(i), "SRAM Filter Reads", row.filterReads(), where);
            equal(accesses.get(i), "SRAM OFMAP Writes", row.ofmapWrites(), where);
        }
        return rows;
    }

    private static void equal(
            Map<String, String> golden, String column, @org.jspecify.annotations.Nullable Number actual, String where) {
        if (actual != null) {
            assertThat(actual.doubleValue())
                    .as("%s: %s", where, column)
                    .isCloseTo(Double.parseDouble(golden.get(column)), within(1e-9));
        }
    }

    private static List<Map<String, String>> table(Path file) throws IOException {
        List<String[]> lines = Files.readAllLines(file).stream()
                .map(line ->
                        Arrays.stream(line.split(",", -1)).map(String::strip).toArray(String[]::new))
                .toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String[] line : lines.subList(1, lines.size())) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(line.length, lines.getFirst().length); i++) {
                row.put(lines.getFirst()[i], line[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /// Read back by the reader that equals SCALE-Sim's, every product is the network's own.
    @Test
    void exportedNetworksKeepEveryProduct() throws IOException {
        for (String name : List.of("mobilenet-v2", "inception-v4", "yolov5n", "vgg16")) {
            NpuNetwork network = NpuNetwork.dense(Networks.named(name).graph());
            Path file = Files.writeString(directory.resolve(name + ".csv"), ScaleSimExport.topology(network));
            List<Gemm> read = ScaleSimTopology.read(file).stream()
                    .map(ScaleSimLayer::gemm)
                    .toList();
            List<Gemm> expected = network.products().stream()
                    .map(product -> product.shape().gemm())
                    .flatMap(gemm -> java.util.stream.Stream.generate(() -> Gemm.once(gemm.m(), gemm.n(), gemm.k()))
                            .limit(gemm.repeats()))
                    .toList();

            assertThat(read).as(name).isEqualTo(expected);
        }
    }

    @Test
    void anExportedConfigurationIsReadBack() throws IOException {
        SystolicArray array = new SystolicArray(12, 14, Dataflow.INPUT_STATIONARY);
        Path file = Files.writeString(directory.resolve("x.cfg"), ScaleSimExport.config("x", array, 64));

        assertThat(ScaleSimConfig.read(file)).isEqualTo(new ScaleSimConfig(array, ScaleSimConfig.Sparsity.NONE, 1));
    }

    @Test
    void whatScaleSimWouldMisreadIsRefused() throws IOException {
        refusedTopology("conv,9,9,3,3,16,24,1", "end with a comma");
        refusedTopology("conv,9,9,3,3,16,24,", "has 6");
        refusedTopology("conv,9,9,3,3,16,many,1,", "column 7", "'many'");
        refusedTopology("conv,9,9,3,3,16,24,1,3:2,", "N <= M");
        refusedConfig("ArrayHeight: 8\nArrayWidth: 8\nDataflow: rs\n", "'rs'");
        refusedConfig("ArrayHeight: 8\nDataflow: ws\n", "ArrayWidth");
        refusedConfig("ArrayHeight: 8\nArrayWidth: 8\nDataflow: ws\nInterfaceBandwidth: USER\n", "CALC");
    }

    private void refusedTopology(String row, String... words) throws IOException {
        Path file = Files.writeString(directory.resolve("t.csv"), "header\n" + row + "\n");
        assertThatThrownBy(() -> ScaleSimTopology.read(file))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContainingAll(words);
    }

    private void refusedConfig(String text, String word) throws IOException {
        Path file = Files.writeString(directory.resolve("c.cfg"), text);
        assertThatThrownBy(() -> ScaleSimConfig.read(file))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining(word);
    }
}

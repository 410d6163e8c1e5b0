package io.espalier.npu.scalesim;

import io.espalier.npu.NpuNetwork;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.SystolicArray;
import java.util.ArrayList;
import java.util.List;

/// A network's products as SCALE-Sim reads them: the same `M`, `N`, `K` for every one.
///
/// SCALE-Sim knows no padding and rounds up, so a convolution's input is written as large as its output needs,
/// `H' = (Ho - 1) · s + kh`. A depthwise convolution is one `DP` row, any other grouped one a row for each group. What
/// has
/// two strides, or is no convolution, is written as a 1×1 convolution of `M` pixels and `K` channels.
public final class ScaleSimExport {

    private static final String HEADER =
            "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,";

    private ScaleSimExport() {}

    /// The topology file.
    public static String topology(NpuNetwork network) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (NpuNetwork.NamedProduct product : network.products()) {
            lines.addAll(rows(product));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> rows(NpuNetwork.NamedProduct product) {
        ProductShape shape = product.shape();
        Gemm gemm = shape.gemm();
        String name = name(product.name());
        boolean convolution = shape.batch() * shape.output().area() == gemm.m()
                && shape.batch() == 1
                && shape.stride().height() == shape.stride().width();
        if (convolution && shape.isDepthwise()) {
            return List.of(row("DP_" + name, shape, gemm.repeats(), gemm.n()));
        }
        List<String> rows = new ArrayList<>();
        for (long group = 0; group < gemm.repeats(); group++) {
            String label = gemm.repeats() == 1 ? name : name + "_g" + group;
            rows.add(convolution ? row(label, shape, shape.channels(), gemm.n()) : pixels(label, gemm));
        }
        return rows;
    }

    private static String row(String name, ProductShape shape, long channels, long filters) {
        long stride = shape.stride().height();
        long height = (shape.output().height() - 1) * stride + shape.kernel().height();
        long width = (shape.output().width() - 1) * stride + shape.kernel().width();
        return "%s,%d,%d,%d,%d,%d,%d,%d,"
                .formatted(
                        name,
                        height,
                        width,
                        shape.kernel().height(),
                        shape.kernel().width(),
                        channels,
                        filters,
                        stride);
    }

    private static String pixels(String name, Gemm gemm) {
        return "%s,%d,1,1,1,%d,%d,1,".formatted(name, gemm.m(), gemm.k(), gemm.n());
    }

    /// Without what the format gives a meaning to: commas, and `DP`.
    private static String name(String node) {
        return node.replaceAll("[^A-Za-z0-9_.-]+", "_").replace("DP", "Dp");
    }

    /// The configuration of a stall-free run on an array.
    ///
    /// @param name   of the run, its reports' folder
    /// @param sramKb of each of the three buffers; decides nothing in a stall-free run but must be there
    public static String config(String name, SystolicArray array, int sramKb) {
        return """
                [general]
                run_name = %s

                [architecture_presets]
                ArrayHeight:    %d
                ArrayWidth:     %d
                IfmapSramSzkB:   %4$d
                FilterSramSzkB:  %4$d
                OfmapSramSzkB:   %4$d
                IfmapOffset:    0
                FilterOffset:   10000000
                OfmapOffset:    20000000
                Bandwidth : 10
                Dataflow : %5$s
                MemoryBanks:   1
                ReadRequestBuffer: 32
                WriteRequestBuffer: 32

                [layout]
                IfmapCustomLayout: False
                IfmapSRAMBankBandwidth: 10
                IfmapSRAMBankNum: 10
                IfmapSRAMBankPort: 2
                FilterCustomLayout: False
                FilterSRAMBankBandwidth: 10
                FilterSRAMBankNum: 10
                FilterSRAMBankPort: 2

                [sparsity]
                SparsitySupport : false
                SparseRep : ellpack_block
                OptimizedMapping : false
                BlockSize : 8
                RandomNumberGeneratorSeed : 40

                [run_presets]
                InterfaceBandwidth: CALC
                UseRamulatorTrace: False
                """.formatted(
                        name, array.rows(), array.columns(), sramKb, ScaleSimConfig.abbreviation(array.dataflow()));
    }
}

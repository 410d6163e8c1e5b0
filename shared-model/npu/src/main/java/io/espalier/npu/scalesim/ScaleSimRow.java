package io.espalier.npu.scalesim;

import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.SystolicArray;
import org.jspecify.annotations.Nullable;

/// A layer's figures under SCALE-Sim's names; percentages are what SCALE-Sim prints.
///
/// @param name              the layer
/// @param totalCycles       `Total Cycles`, index of the last cycle
/// @param overallUtil       `Overall Util %`, of the dense multiply-accumulates: over 100 with sparsity
/// @param mappingEfficiency `Mapping Efficiency %`; null where it follows from SCALE-Sim's own draw of weights
/// @param computeUtil       `Compute Util %`
/// @param ifmapReads        `SRAM IFMAP Reads`; null as above
/// @param filterReads       `SRAM Filter Reads`
/// @param ofmapWrites       `SRAM OFMAP Writes`; with outputs stationary `R + C` too many in each fold, as there
/// @param macs              of the dense layer
/// @param rowFolds          `Fr`
/// @param columnFolds       `Fc`
/// @param storedWords       ELLPACK storage of a sparse layer's filter with its indices, `K' · N · (1 + ceil(log2 M) /
/// 32)`; of
///                          a dense layer `K · N`
public record ScaleSimRow(
        String name,
        long totalCycles,
        double overallUtil,
        @Nullable Double mappingEfficiency,
        double computeUtil,
        @Nullable Long ifmapReads,
        long filterReads,
        long ofmapWrites,
        long macs,
        long rowFolds,
        long columnFolds,
        double storedWords) {

    private static final int INDEX_WORD_BITS = 32;

    public static ScaleSimRow of(ScaleSimLayer layer, ScaleSimConfig config) {
        return switch (config.sparsity()) {
            case NONE -> new Figures(config.array(), layer.gemm(), layer.gemm(), 1, 1).row(layer.name());
            case LAYER_WISE ->
                new Figures(config.array(), layer.gemm(), layer.compacted(), layer.nonZero(), layer.group())
                        .row(layer.name());
            case ROW_WISE -> rowWise(layer, config);
        };
    }

    /// Always half of the rows of whole blocks, whatever is drawn.
    private static ScaleSimRow rowWise(ScaleSimLayer layer, ScaleSimConfig config) {
        Gemm gemm = layer.gemm();
        int block = config.block();
        Gemm held = Gemm.once(gemm.m(), gemm.n(), Math.ceilDiv(gemm.k(), 2L * block) * block);
        ScaleSimRow row = new Figures(config.array(), gemm, held, block, 2 * block).row(layer.name());
        return new ScaleSimRow(
                row.name,
                row.totalCycles,
                row.overallUtil,
                null,
                row.computeUtil,
                null,
                row.filterReads,
                row.ofmapWrites,
                row.macs,
                row.rowFolds,
                row.columnFolds,
                row.storedWords);
    }

    /// @param dense   the layer
    /// @param held    what of it the array holds
    /// @param nonZero of every `group` rows
    private record Figures(SystolicArray array, Gemm dense, Gemm held, int nonZero, int group) {

        ScaleSimRow row(String name) {
            long cycles = array.cycles(held);
            SystolicArray.Folding folding = array.fold(held);
            SystolicArray.SramAccesses sram = array.sramAccesses(held);
            return new ScaleSimRow(
                    name,
                    cycles,
                    100 * array.utilisation(dense.macs(), cycles),
                    100 * array.mappingEfficiency(held),
                    100 * array.computeUtilisation(held),
                    sram.ifmapReads() / nonZero * group,
                    sram.filterReads(),
                    sram.ofmapWrites() + spuriousWrites(folding),
                    dense.macs(),
                    folding.rowFolds(),
                    folding.columnFolds(),
                    stored());
        }

        private long spuriousWrites(SystolicArray.Folding folding) {
            return switch (array.dataflow()) {
                case OUTPUT_STATIONARY -> folding.folds() * (array.rows() + array.columns());
                case WEIGHT_STATIONARY, INPUT_STATIONARY -> 0;
            };
        }

        private double stored() {
            int indexBits = group == 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(group - 1);
            return held.weights() * (1 + (double) indexBits / INDEX_WORD_BITS);
        }
    }
}

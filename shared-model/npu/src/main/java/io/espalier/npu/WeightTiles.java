package io.espalier.npu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Which `R × C` tiles of a layer's weights hold anything but zeros.
///
/// Tile `(i, j)` covers rows `[iR, iR + R)` and columns `[jC, jC + C)` of the `(K, N)` operand, cut off at its edges;
/// with weights stationary it is what one fold loads. A pruning block smaller than a tile, or across tiles, saves
/// nothing by itself: all blocks that touch a tile must be zero.
///
/// @param total  tiles of all repeats
/// @param kept   for each repeat, the tiles with at least one weight that is not exactly 0
/// @param stored weights within kept tiles, of all repeats
record WeightTiles(long total, List<Long> kept, long stored) {

    WeightTiles {
        kept = List.copyOf(kept);
    }

    /// All tiles kept: nothing is known of the weights, or the device makes no use of zeros.
    static WeightTiles dense(Gemm gemm, SystolicArray array) {
        long folds = array.fold(gemm).folds();
        List<Long> kept = Collections.nCopies(Math.toIntExact(gemm.repeats()), folds);
        return new WeightTiles(Math.multiplyExact(folds, gemm.repeats()), kept, gemm.weights());
    }

    static WeightTiles of(WeightMatrix weights, SystolicArray array) {
        Gemm gemm = weights.gemm();
        long folds = array.fold(gemm).folds();
        List<Long> kept = new ArrayList<>();
        long stored = 0;
        for (int repeat = 0; repeat < gemm.repeats(); repeat++) {
            long keptHere = 0;
            for (long fold = 0; fold < folds; fold++) {
                Tile tile = Tile.of(fold, gemm, array);
                if (!tile.isZero(weights, repeat)) {
                    keptHere++;
                    stored += tile.weights();
                }
            }
            kept.add(keptHere);
        }
        return new WeightTiles(Math.multiplyExact(folds, gemm.repeats()), kept, stored);
    }

    long keptTotal() {
        return kept.stream().mapToLong(Long::longValue).sum();
    }

    /// Clock cycles with the other tiles skipped: each repeat `max(0, kept · f - 1)`.
    long cycles(SystolicArray.Folding folding) {
        return kept.stream().mapToLong(folding::cycles).sum();
    }

    /// Bytes of the weights as the device stores them, one byte (int8) a weight: kept tiles one after the other and a
    /// bitmap with one bit a tile, or all weights without a bitmap if that is not longer.
    long storedBytes(Gemm gemm) {
        return Math.min(gemm.weights(), stored + Math.ceilDiv(total, Byte.SIZE));
    }

    /// Half-open ranges in a `(K, N)` operand.
    private record Tile(int row, int rowEnd, int column, int columnEnd) {

        /// The `fold`-th tile, column of tiles by column of tiles.
        static Tile of(long fold, Gemm gemm, SystolicArray array) {
            long rowFolds = Math.ceilDiv(gemm.k(), array.rows());
            int row = (int) (fold % rowFolds) * array.rows();
            int column = (int) (fold / rowFolds) * array.columns();
            int rowEnd = (int) Math.min(gemm.k(), row + (long) array.rows());
            int columnEnd = (int) Math.min(gemm.n(), column + (long) array.columns());
            return new Tile(row, rowEnd, column, columnEnd);
        }

        long weights() {
            return (long) (rowEnd - row) * (columnEnd - column);
        }

        boolean isZero(WeightMatrix weights, int repeat) {
            for (int k = row; k < rowEnd; k++) {
                for (int n = column; n < columnEnd; n++) {
                    if (weights.at(repeat, k, n) != 0) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}

package io.espalier.npu.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The folds of all repeats of a product on a systolic array, in parts that cannot be cut: what shares a column of
/// folds (or, with inputs stationary, a row of folds).
///
/// @param partsPerRepeat column folds, or row folds
/// @param folds          for each part of each repeat: folds that are done
/// @param steps          for each part of each repeat: steps `T` of each of its folds
/// @param stored         weights that are not left out, of all repeats
@SuppressWarnings("ArrayRecordComponent") // never compared, and filled and read in loops
record FoldPlan(int partsPerRepeat, long[] folds, long[] steps, long stored) {

    static FoldPlan dense(SystolicArray array, Gemm gemm) {
        SystolicArray.Folding folding = array.fold(gemm);
        boolean byRows = array.dataflow() == Dataflow.INPUT_STATIONARY;
        int parts = Math.toIntExact(byRows ? folding.rowFolds() : folding.columnFolds());
        long[] folds = new long[Math.toIntExact(parts * gemm.repeats())];
        long[] steps = new long[folds.length];
        Arrays.fill(folds, folding.folds() / parts);
        Arrays.fill(steps, array.dataflow().map(gemm).steps());
        return new FoldPlan(parts, folds, steps, gemm.weights());
    }

    static FoldPlan of(SystolicArray array, Gemm gemm, @Nullable NonZeros weights, Sparsity sparsity) {
        if (weights == null) {
            return dense(array, gemm);
        }
        return switch (sparsity) {
            case Sparsity.None ignored -> dense(array, gemm);
            case Sparsity.Compressed ignored -> dense(array, gemm);
            case Sparsity.Rate ignored -> dense(array, gemm);
            case Sparsity.NToM pattern ->
                dense(array, weights.complies(pattern, gemm.k()) ? pattern.compact(gemm) : gemm);
            case Sparsity.TileSkip ignored -> tiles(array, gemm, weights);
            case Sparsity.KCompact granule -> compacted(array, gemm, weights, granule.rows());
        };
    }

    private static FoldPlan tiles(SystolicArray array, Gemm gemm, NonZeros weights) {
        Occupancy kept =
                Occupancy.of(weights, new Occupancy.Grid(Math.toIntExact(gemm.k()), array.rows(), array.columns()));
        long[] steps = new long[kept.kept().length];
        Arrays.fill(steps, gemm.m());
        return new FoldPlan(kept.groups(), kept.kept(), steps, kept.stored());
    }

    private static FoldPlan compacted(SystolicArray array, Gemm gemm, NonZeros weights, int granule) {
        return switch (array.dataflow()) {
            case WEIGHT_STATIONARY -> {
                Occupancy kept = rows(array, gemm, weights, granule);
                long[] folds = Arrays.stream(kept.rows())
                        .map(rows -> Math.ceilDiv(rows, array.rows()))
                        .toArray();
                long[] steps = new long[folds.length];
                Arrays.fill(steps, gemm.m());
                yield new FoldPlan(kept.groups(), folds, steps, kept.stored());
            }
            case OUTPUT_STATIONARY -> {
                Occupancy kept = rows(array, gemm, weights, granule);
                long rowFolds = array.fold(gemm).rowFolds();
                long[] folds = Arrays.stream(kept.rows())
                        .map(rows -> rows == 0 ? 0 : rowFolds)
                        .toArray();
                yield new FoldPlan(kept.groups(), folds, kept.rows(), kept.stored());
            }
            case INPUT_STATIONARY -> columns(array, gemm, weights);
        };
    }

    private static Occupancy rows(SystolicArray array, Gemm gemm, NonZeros weights, int granule) {
        return Occupancy.of(weights, new Occupancy.Grid(Math.toIntExact(gemm.k()), granule, array.columns()));
    }

    /// With inputs stationary: the filters that have a weight in the rows of a fold.
    private static FoldPlan columns(SystolicArray array, Gemm gemm, NonZeros weights) {
        SystolicArray.Folding folding = array.fold(gemm);
        int parts = Math.toIntExact(folding.rowFolds());
        int n = Math.toIntExact(gemm.n());
        int k = Math.toIntExact(gemm.k());
        long[] folds = new long[Math.toIntExact(parts * gemm.repeats())];
        long[] steps = new long[folds.length];
        long stored = 0;
        for (int part = 0; part < folds.length; part++) {
            int from = part % parts * array.rows();
            int to = Math.min(k, from + array.rows());
            for (int column = part / parts * n; column < (part / parts + 1) * n; column++) {
                steps[part] += weights.any(column, from, to) ? 1 : 0;
            }
            folds[part] = steps[part] == 0 ? 0 : folding.columnFolds();
            stored += steps[part] * (to - from);
        }
        return new FoldPlan(parts, folds, steps, stored);
    }

    long total() {
        return Arrays.stream(folds).sum();
    }
}

package io.espalier.npu.engine;

/// What one product costs on an engine when memory is never waited for.
///
/// @param denseCycles       with no zero left out
/// @param cycles            with the zeros left out that the engine can leave out, ≤ `denseCycles`
/// @param folds             folds of a systolic array, or blocks of weights of a MAC array, of all repeats
/// @param foldsSkipped      of these, left out
/// @param effectiveMacs     multiply-accumulates that are done, ≤ `gemm.macs()`
/// @param storedWeights     weights within what is not left out, zeros among them included
/// @param mappingEfficiency share of the multipliers that the average dense fold covers, in `(0, 1]`
/// @param imbalance         the busiest core's cycles over the mean of all cores, ≥ 1
public record Compute(
        long denseCycles,
        long cycles,
        long folds,
        long foldsSkipped,
        long effectiveMacs,
        long storedWeights,
        double mappingEfficiency,
        double imbalance) {

    static Compute dense(Gemm gemm, long cycles, long folds, double mappingEfficiency) {
        return new Compute(cycles, cycles, folds, 0, gemm.macs(), gemm.weights(), mappingEfficiency, 1);
    }

    Compute withImbalance(double busiestOverMean) {
        return new Compute(
                denseCycles,
                cycles,
                folds,
                foldsSkipped,
                effectiveMacs,
                storedWeights,
                mappingEfficiency,
                busiestOverMean);
    }

    /// `dense · max(floor, 1 - eta · sparsity)`.
    Compute atRate(Sparsity.Rate rate, double sparsity) {
        double share = Math.max(rate.floor(), 1 - rate.eta() * sparsity);
        return new Compute(
                denseCycles,
                (long) Math.ceil(denseCycles * share),
                folds,
                0,
                (long) Math.ceil(effectiveMacs * share),
                (long) Math.ceil(storedWeights * share),
                mappingEfficiency,
                imbalance);
    }
}

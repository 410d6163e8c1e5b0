package io.espalier.cli.bench.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.BudgetCount;
import org.jspecify.annotations.Nullable;

/// What one cell gave: a line of `results.jsonl`.
///
/// @param name           of the cell
/// @param method         of the cell
/// @param pattern        of the cell; empty for `control`
/// @param budget         of the cell; empty for `control`
/// @param seed           of the cell
/// @param metric         that `accuracy` is, `top-1` say
/// @param accuracy       at the end, of the exported bytes in ONNX Runtime
/// @param sourceAccuracy of the file that training began with, measured the same way; of `control` only
/// @param softAccuracy   before hardening, in the training graph; of methods with a soft mask only
/// @param hardAccuracy   after hardening and recalibration, before fine-tuning; of the same methods only
/// @param softCount      undecided blocks when the mask was hardened; of the same methods only
/// @param count          recounted from the exported bytes
/// @param images         that accuracies were measured on
/// @param wallSeconds    of training, noise on a shared machine
/// @param cpuSeconds     of training, processor time of the whole process
/// @param inputs         what the cell is a function of
record CellResult(
        String name,
        String method,
        String pattern,
        String budget,
        long seed,
        String metric,
        double accuracy,
        @Nullable Double sourceAccuracy,
        @Nullable Double softAccuracy,
        @Nullable Double hardAccuracy,
        @Nullable Double softCount,
        BudgetCount count,
        int images,
        double wallSeconds,
        double cpuSeconds,
        Inputs inputs) {

    /// @param model      SHA-256 of the source file
    /// @param train      digest of the training images
    /// @param validation digest of the validation images
    /// @param spec       of the run, complete
    /// @param code       of the [Build] that ran the cell, as in `provenance.json`; said, not compared
    /// @param commit     of the same build; absent of older lines, and where it is not known
    /// @param result     SHA-256 of the exported file: what repeating the cell with the same code has to give
    record Inputs(
            String model,
            String train,
            String validation,
            JsonNode spec,
            @Nullable String code,
            @Nullable String commit,
            String result) {}

    Build build() {
        return new Build(inputs.code(), inputs.commit());
    }

    Cell cell() {
        return new Cell(method, pattern, budget, seed);
    }
}

package io.espalier.npu.engine;

/// A rectangle of processing elements, each of which does one multiply-accumulate a clock cycle.
///
/// A product larger than the array is cut into folds that are done one after the other, without overlap: the
/// weights of the next fold are loaded only after the last result of this one has left.
///
/// Source: SCALE-Sim v3.0.0 (`systolic_compute_{os,ws,is}.py`), whose cycle counts these formulas equal exactly.
///
/// @param rows     `R`, ≥ 1
/// @param columns  `C`, ≥ 1
/// @param dataflow what stays in the elements during a fold
public record SystolicArray(int rows, int columns, Dataflow dataflow) {

    public SystolicArray {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("rows and columns must be at least 1, were " + rows + ", " + columns);
        }
    }

    public int processingElements() {
        return Math.multiplyExact(rows, columns);
    }

    /// How one repeat of the product is cut up.
    public Folding fold(Gemm gemm) {
        Dataflow.Mapping mapping = dataflow.map(gemm);
        return new Folding(
                Math.ceilDiv(mapping.rows(), rows),
                Math.ceilDiv(mapping.columns(), columns),
                cyclesPerFold(mapping.steps()));
    }

    /// `T + R + C - 2` when outputs stay (skew in, skew out); else `2R + C + T - 2`, where `R` more cycles go into
    /// loading what stays, one row a cycle.
    long cyclesPerFold(long steps) {
        long skewed = steps + rows + columns - 2;
        return switch (dataflow) {
            case OUTPUT_STATIONARY -> skewed;
            case WEIGHT_STATIONARY, INPUT_STATIONARY -> rows + skewed;
        };
    }

    /// Clock cycles of the whole product with nothing skipped: `repeats · (Fr · Fc · f - 1)`.
    public long cycles(Gemm gemm) {
        Folding folding = fold(gemm);
        return Math.multiplyExact(gemm.repeats(), folding.cycles(folding.folds()));
    }

    /// Fraction of all multiply-accumulates that the array could have done in `cycles` that were `macs`.
    public double utilisation(long macs, long cycles) {
        return cycles == 0 ? 0 : (double) macs / ((double) cycles * processingElements());
    }

    /// Fraction of the array that the average fold covers: `Sr · Sc / (Fr · R · Fc · C)`, in `(0, 1]`.
    public double mappingEfficiency(Gemm gemm) {
        Dataflow.Mapping mapping = dataflow.map(gemm);
        double covered = (double) mapping.rows() * mapping.columns();
        return covered / ((double) fold(gemm).folds() * processingElements());
    }

    /// SCALE-Sim's "Compute Util": the mapping efficiency times the share of a fold in which operands stream.
    ///
    /// With weights or inputs stationary SCALE-Sim divides by `2R + 2C + T - 3`, which counts the skew of the
    /// columns twice; kept, since the figure is only of use beside SCALE-Sim's.
    public double computeUtilisation(Gemm gemm) {
        long steps = dataflow.map(gemm).steps();
        long cycles =
                switch (dataflow) {
                    case OUTPUT_STATIONARY -> cyclesPerFold(steps);
                    case WEIGHT_STATIONARY, INPUT_STATIONARY -> cyclesPerFold(steps) + columns - 1;
                };
        return mappingEfficiency(gemm) * steps / cycles;
    }

    /// On-chip accesses of the whole product, in words of one operand element.
    public SramAccesses sramAccesses(Gemm gemm) {
        Folding folding = fold(gemm);
        long inputs = gemm.repeats() * gemm.m() * gemm.k();
        long outputs = gemm.repeats() * gemm.m() * gemm.n();
        long rowFolds = folding.rowFolds();
        long columnFolds = folding.columnFolds();
        return switch (dataflow) {
            case OUTPUT_STATIONARY -> new SramAccesses(columnFolds * inputs, rowFolds * gemm.weights(), outputs);
            case WEIGHT_STATIONARY -> new SramAccesses(columnFolds * inputs, gemm.weights(), rowFolds * outputs);
            case INPUT_STATIONARY -> new SramAccesses(inputs, columnFolds * gemm.weights(), rowFolds * outputs);
        };
    }

    /// @param rowFolds      `Fr = ceil(Sr / R)`
    /// @param columnFolds   `Fc = ceil(Sc / C)`
    /// @param cyclesPerFold `f`, from the first weight that enters to the last result that leaves
    public record Folding(long rowFolds, long columnFolds, long cyclesPerFold) {

        public long folds() {
            return Math.multiplyExact(rowFolds, columnFolds);
        }

        /// `max(0, kept · f - 1)`: SCALE-Sim reports the index of the last busy cycle, one less than their number.
        public long cycles(long keptFolds) {
            return Math.max(0, Math.multiplyExact(keptFolds, cyclesPerFold) - 1);
        }
    }

    /// Words moved between the array and its memories.
    ///
    /// @param ifmapReads  activations read
    /// @param filterReads weights read
    /// @param ofmapWrites results written; with weights or inputs stationary each row fold writes partial sums,
    ///                    and reading those back is not counted
    public record SramAccesses(long ifmapReads, long filterReads, long ofmapWrites) {}
}

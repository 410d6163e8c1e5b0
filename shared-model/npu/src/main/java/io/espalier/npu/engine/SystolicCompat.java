package io.espalier.npu.engine;

/// Engine A: folds one after the other, cycle for cycle as SCALE-Sim v3 in its stall-free mode.
///
/// A repeat of `F` folds takes `F · f - 1` cycles, [SystolicArray].
///
/// @param rows     `R`
/// @param columns  `C`
/// @param dataflow what stays in the elements during a fold
public record SystolicCompat(int rows, int columns, Dataflow dataflow) implements Systolic {

    public SystolicCompat {
        new SystolicArray(rows, columns, dataflow);
    }

    @Override
    public SystolicArray array() {
        return new SystolicArray(rows, columns, dataflow);
    }

    @Override
    public long cycles(long folds, long steps) {
        return Math.multiplyExact(folds, array().cyclesPerFold(steps));
    }

    /// SCALE-Sim reports the index of the last busy cycle, one less than their number.
    @Override
    public long once() {
        return -1;
    }
}

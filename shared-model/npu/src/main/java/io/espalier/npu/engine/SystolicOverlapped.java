package io.espalier.npu.engine;

/// Engine B: the next fold's weights are loaded while this one streams, and its skew runs into the last one's drain.
///
/// A repeat of `F` folds of `T` steps takes `fill + F · max(T, R) + R + C - 2` cycles: a fold cannot be shorter than
/// the
/// `R` cycles that loading the next one takes, or, with outputs stationary, that moving `R` rows of sums out takes.
/// The first load fills in `2R - 1` cycles; with outputs stationary there is none.
///
/// Source: ONNXim (PSAL-POSTECH/ONNXim @a1e86296), `SystolicWS::get_inst_compute_cycles` and the issue of tiles there.
/// Its floor of 4 cycles a tile is below `R` here.
///
/// @param rows     `R`
/// @param columns  `C`
/// @param dataflow what stays in the elements during a fold
public record SystolicOverlapped(int rows, int columns, Dataflow dataflow) implements Systolic {

    public SystolicOverlapped {
        new SystolicArray(rows, columns, dataflow);
    }

    @Override
    public SystolicArray array() {
        return new SystolicArray(rows, columns, dataflow);
    }

    @Override
    public long cycles(long folds, long steps) {
        return Math.multiplyExact(folds, Math.max(steps, rows));
    }

    @Override
    public long once() {
        long drain = rows + columns - 2L;
        return switch (dataflow) {
            case OUTPUT_STATIONARY -> drain;
            case WEIGHT_STATIONARY, INPUT_STATIONARY -> 2L * rows - 1 + drain;
        };
    }
}

package io.espalier.npu;

import java.util.Objects;

/// A device as the model sees it.
///
/// @param name        as specs and commands write it: `[a-z0-9-]+`
/// @param rows        processing elements in a column, ≥ 1
/// @param columns     processing elements in a row, ≥ 1
/// @param dataflow    what stays in the elements during a fold
/// @param clockHz     of the array and the vector unit, ≥ 1
/// @param sparsity    which zero weights cost nothing
/// @param vectorLanes elements that the vector unit behind the array handles in a cycle, ≥ 1
/// @param summary     one line for people: what the numbers stand for
public record NpuProfile(
        String name,
        int rows,
        int columns,
        Dataflow dataflow,
        long clockHz,
        Sparsity sparsity,
        int vectorLanes,
        String summary) {

    public NpuProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        if (clockHz < 1 || vectorLanes < 1) {
            throw new IllegalArgumentException(
                    "clockHz and vectorLanes must be at least 1, were " + clockHz + ", " + vectorLanes);
        }
        if (sparsity == Sparsity.TILE_SKIP && dataflow != Dataflow.WEIGHT_STATIONARY) {
            throw new IllegalArgumentException("tiles can be skipped only with stationary weights, was " + dataflow);
        }
    }

    public SystolicArray array() {
        return new SystolicArray(rows, columns, dataflow);
    }

    /// `cycles` at this clock, in milliseconds.
    public double milliseconds(long cycles) {
        return cycles * 1e3 / clockHz;
    }
}

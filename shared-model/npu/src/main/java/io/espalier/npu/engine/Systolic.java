package io.espalier.npu.engine;

import org.jspecify.annotations.Nullable;

/// A systolic array, of which there are two kinds: one fold after the other, and one fold into the other.
public sealed interface Systolic extends Engine permits SystolicCompat, SystolicOverlapped {

    SystolicArray array();

    /// Cycles of `folds` folds of `steps` steps each, without what [#once] adds.
    long cycles(long folds, long steps);

    /// Cycles added once to a repeat that has any fold at all; may be negative.
    long once();

    @Override
    default int macsPerCycle() {
        return array().processingElements();
    }

    @Override
    default Compute compute(ProductShape shape, @Nullable NonZeros weights, Sparsity sparsity, Cores cores) {
        return new SystolicCost(this, cores).of(shape.gemm(), weights, sparsity);
    }

    @Override
    default SystolicArray.SramAccesses sramAccesses(ProductShape shape) {
        return array().sramAccesses(shape.gemm());
    }

    @Override
    default void accepts(Sparsity sparsity) {
        if (sparsity instanceof Sparsity.TileSkip && array().dataflow() != Dataflow.WEIGHT_STATIONARY) {
            throw new IllegalArgumentException("tile-skip needs a weight-stationary array, was " + array().dataflow());
        }
    }

    @Override
    default Occupancy.@Nullable Grid additiveGrid(ProductShape shape, Sparsity sparsity) {
        return sparsity instanceof Sparsity.TileSkip
                ? new Occupancy.Grid(Math.toIntExact(shape.gemm().k()), array().rows(), array().columns())
                : null;
    }

    @Override
    default long cyclesPerGranule(ProductShape shape) {
        return cycles(1, shape.gemm().m());
    }
}

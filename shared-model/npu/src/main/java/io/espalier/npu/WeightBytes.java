package io.espalier.npu;

import io.espalier.npu.engine.Compute;
import io.espalier.npu.engine.NonZeros;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.profile.DataType;

/// Bytes of a product's weights as a device stores them; never more than all weights without an index.
final class WeightBytes {

    private WeightBytes() {}

    /// - none: all weights
    /// - compressed: `factor · (nnz · b + bits of a bitmap with one bit a weight)`; a rate likewise, factor 1
    /// - tiles or rows left out: what is kept and one bit a tile, or a row in each fold's columns
    /// - n of m: what is kept, each with the `ceil(log2 m)` bits of its place
    static long stored(NonZeros weights, Compute compute, Sparsity sparsity, DataType type) {
        long all = weights.layout().gemm().weights();
        long kept = compute.storedWeights() * type.bytes();
        double bytes =
                switch (sparsity) {
                    case Sparsity.None ignored -> all * type.bytes();
                    case Sparsity.Compressed codec -> codec.factor() * bitmap(weights, all, type);
                    case Sparsity.Rate ignored -> bitmap(weights, all, type);
                    case Sparsity.TileSkip ignored -> kept + Math.ceilDiv(compute.folds(), (long) Byte.SIZE);
                    case Sparsity.KCompact granule ->
                        kept
                                + Math.ceilDiv(weights.layout().rows(), granule.rows())
                                        * (double) compute.folds()
                                        / Byte.SIZE;
                    case Sparsity.NToM pattern ->
                        compute.storedWeights() == all
                                ? kept
                                : kept + Math.ceil((double) compute.storedWeights() * pattern.indexBits() / Byte.SIZE);
                };
        return Math.min(all * type.bytes(), (long) Math.ceil(bytes));
    }

    private static double bitmap(NonZeros weights, long all, DataType type) {
        return weights.count() * type.bytes() + Math.ceilDiv(all, (long) Byte.SIZE);
    }
}

package io.espalier.npu.scalesim;

import io.espalier.npu.engine.Gemm;

/// One row of SCALE-Sim's report; a depthwise layer is as many of them as it has channels.
///
/// @param gemm    before any sparsity
/// @param nonZero of every `group` rows of `K`, how many hold weights
/// @param group   1 if the layer is dense
public record ScaleSimLayer(String name, Gemm gemm, int nonZero, int group) {

    public ScaleSimLayer {
        if (nonZero < 1 || group < nonZero) {
            throw new IllegalArgumentException(
                    "sparsity must be N:M with 1 <= N <= M, was %d:%d".formatted(nonZero, group));
        }
    }

    /// With `N:M` sparsity the array holds `ceil(K / M) · N` rows.
    Gemm compacted() {
        return Gemm.once(gemm.m(), gemm.n(), Math.ceilDiv(gemm.k(), group) * nonZero);
    }
}

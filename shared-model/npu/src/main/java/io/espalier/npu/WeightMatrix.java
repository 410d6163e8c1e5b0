package io.espalier.npu;

/// A view of a weight tensor as the `(K, N)` operands of a [Gemm], without copying it.
///
/// Element `(k, n)` of repeat `g`, with `k = tap · channels + channel`, lies in `values` at
/// `g · groupStride + n · outputStride + tap · tapStride + channel · channelStride`.
final class WeightMatrix {

    private final float[] values;
    private final Gemm gemm;
    private final int channels;
    private final Strides strides;

    /// Distances in the tensor, in elements.
    private record Strides(int group, int output, int tap, int channel) {}

    /// @param values   the tensor, row-major in its own order; not copied
    /// @param channels input channels of one group: how many rows of `K` belong to one kernel tap
    private WeightMatrix(float[] values, Gemm gemm, int channels, Strides strides) {
        if (values.length != gemm.weights()) {
            throw new IllegalArgumentException(
                    "a tensor of %d weights is no operand of %s".formatted(values.length, gemm));
        }
        this.values = values;
        this.gemm = gemm;
        this.channels = channels;
        this.strides = strides;
    }

    /// A convolution's weight `(groups · N, channels, taps…)`.
    static WeightMatrix ofConvolution(float[] values, Gemm gemm, int channels) {
        int taps = (int) (gemm.k() / channels);
        int output = (int) gemm.k();
        return new WeightMatrix(values, gemm, channels, new Strides((int) gemm.n() * output, output, 1, taps));
    }

    /// A matrix `(N, K)`, as `Gemm` with `transB = 1` stores it.
    static WeightMatrix ofColumns(float[] values, Gemm gemm) {
        int k = (int) gemm.k();
        return new WeightMatrix(values, gemm, k, new Strides((int) gemm.n() * k, k, 0, 1));
    }

    /// Matrices `(…, K, N)`, as `MatMul` stores them.
    static WeightMatrix ofRows(float[] values, Gemm gemm) {
        int k = (int) gemm.k();
        int n = (int) gemm.n();
        return new WeightMatrix(values, gemm, k, new Strides(k * n, 1, 0, n));
    }

    /// The product it is an operand of.
    Gemm gemm() {
        return gemm;
    }

    /// @param repeat in `[0, gemm.repeats)`
    /// @param k      row, in `[0, K)`
    /// @param n      column, in `[0, N)`
    float at(int repeat, int k, int n) {
        return values[
                repeat * strides.group
                        + n * strides.output
                        + k / channels * strides.tap
                        + k % channels * strides.channel];
    }
}

package io.espalier.npu.engine;

/// Where the elements of a weight tensor lie in the `(K, N)` operands of a product.
///
/// Columns are numbered over all repeats: column `n` of repeat `g` is `g · N + n`. Row `k = tap · channels + channel`.
///
/// @param gemm     the product that the tensor is the right operand of
/// @param channels rows of `K` that belong to one kernel tap, a divisor of `K`
/// @param order    how the tensor is stored
public record WeightLayout(Gemm gemm, int channels, Order order) {

    public enum Order {
        /// `(repeats · N, channels, taps…)`: a convolution's weight; with one tap, `Gemm` with `transB = 1`.
        OUTPUTS_FIRST,
        /// `(repeats, K, N)`: as `MatMul` stores it.
        ROWS_FIRST
    }

    public WeightLayout {
        if (channels < 1 || gemm.k() % channels != 0) {
            throw new IllegalArgumentException("channels must divide K = " + gemm.k() + ", was " + channels);
        }
    }

    public static WeightLayout ofConvolution(Gemm gemm, int channels) {
        return new WeightLayout(gemm, channels, Order.OUTPUTS_FIRST);
    }

    /// A matrix `(N, K)`.
    public static WeightLayout ofColumns(Gemm gemm) {
        return new WeightLayout(gemm, Math.toIntExact(gemm.k()), Order.OUTPUTS_FIRST);
    }

    /// Matrices `(…, K, N)`.
    public static WeightLayout ofRows(Gemm gemm) {
        return new WeightLayout(gemm, Math.toIntExact(gemm.k()), Order.ROWS_FIRST);
    }

    public int taps() {
        return rows() / channels;
    }

    /// `K`.
    public int rows() {
        return Math.toIntExact(gemm.k());
    }

    /// Columns of all repeats: `repeats · N`.
    public int columns() {
        return Math.toIntExact(gemm.repeats() * gemm.n());
    }

    /// The column, over all repeats, of an element of the tensor.
    ///
    /// @param element row-major position in the tensor, in `[0, repeats · K · N)`
    public int columnOf(int element) {
        int n = Math.toIntExact(gemm.n());
        return switch (order) {
            case OUTPUTS_FIRST -> element / rows();
            case ROWS_FIRST -> element / n / rows() * n + element % n;
        };
    }

    /// The row of `K` of an element of the tensor.
    ///
    /// @param element row-major position in the tensor, in `[0, repeats · K · N)`
    public int rowOf(int element) {
        return switch (order) {
            case OUTPUTS_FIRST -> {
                int within = element % rows();
                yield within % taps() * channels + within / taps();
            }
            case ROWS_FIRST -> element / Math.toIntExact(gemm.n()) % rows();
        };
    }
}

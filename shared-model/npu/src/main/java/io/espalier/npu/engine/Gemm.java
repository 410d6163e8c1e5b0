package io.espalier.npu.engine;

/// A matrix product `(M, K) · (K, N)`, done `repeats` times with other operands (one for each convolution group).
///
/// The rows of `K` are ordered `(kh, kw, ci)` with `ci` fastest, as SCALE-Sim addresses a filter.
///
/// @param m       output pixels (batch × height × width), or rows of the left operand, ≥ 1
/// @param n       output channels of one group, or columns of the right operand, ≥ 1
/// @param k       products in one sum: kernel taps × input channels of one group, ≥ 1
/// @param repeats how many such products the layer consists of, ≥ 1
public record Gemm(long m, long n, long k, long repeats) {

    public Gemm {
        if (m < 1 || n < 1 || k < 1 || repeats < 1) {
            throw new IllegalArgumentException(
                    "m, n, k and repeats must be at least 1, were %d, %d, %d, %d".formatted(m, n, k, repeats));
        }
    }

    public static Gemm once(long m, long n, long k) {
        return new Gemm(m, n, k, 1);
    }

    /// Multiply-accumulates of all repeats: `repeats · M · N · K`.
    public long macs() {
        return Math.multiplyExact(Math.multiplyExact(repeats, m), Math.multiplyExact(n, k));
    }

    /// Weights of all repeats: `repeats · K · N`.
    public long weights() {
        return Math.multiplyExact(repeats, Math.multiplyExact(k, n));
    }
}

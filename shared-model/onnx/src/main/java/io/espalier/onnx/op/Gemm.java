package io.espalier.onnx.op;

/// y = alpha · A B + beta · C, with A `(m, k)` and B `(k, n)` after the optional transpositions, C broadcast to
/// `(m, n)`; inputs `A, B, C?`.
///
/// @param alpha 1 by default
/// @param beta 1 by default
/// @param transA A is given as `(k, m)`
/// @param transB B is given as `(n, k)`: the layout of a linear layer's weight
public record Gemm(float alpha, float beta, boolean transA, boolean transB) implements Operator {

    static Gemm read(Attributes in) {
        return new Gemm(in.real("alpha", 1), in.real("beta", 1), in.flag("transA", false), in.flag("transB", false));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, 1);
        out.real("beta", beta, 1);
        out.flag("transA", transA, false);
        out.flag("transB", transB, false);
    }
}

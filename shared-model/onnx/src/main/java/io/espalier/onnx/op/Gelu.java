package io.espalier.onnx.op;

/// y = x · Phi(x) with Phi the standard normal distribution, `0.5 x (1 + erf(x / sqrt 2))`; since operator set 20.
///
/// @param approximate how Phi is computed
public record Gelu(Approximation approximate) implements Activation {

    /// NONE: by erf; TANH: `0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³)))`.
    public enum Approximation {
        NONE,
        TANH
    }

    static Gelu read(Attributes in) {
        return new Gelu(in.choice("approximate", Approximation.NONE));
    }

    @Override
    public void write(AttributeWriter out) {
        out.choice("approximate", approximate, Approximation.NONE);
    }
}

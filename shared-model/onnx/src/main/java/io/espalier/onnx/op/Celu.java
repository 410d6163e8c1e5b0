package io.espalier.onnx.op;

/// y = max(0, x) + min(0, alpha · (e^(x / alpha) - 1)); since operator set 12.
///
/// @param alpha 1 by default
public record Celu(float alpha) implements Activation {

    static Celu read(Attributes in) {
        return new Celu(in.real("alpha", 1));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, 1);
    }
}

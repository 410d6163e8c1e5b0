package io.espalier.onnx.op;

/// y = x for x >= 0, alpha · (e^x - 1) otherwise.
///
/// @param alpha 1 by default
public record Elu(float alpha) implements Activation {

    static Elu read(Attributes in) {
        return new Elu(in.real("alpha", 1));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, 1);
    }
}

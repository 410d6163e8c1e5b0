package io.espalier.onnx.op;

/// y = x where x >= 0, else alpha · x.
///
/// @param alpha slope of the negative side, 0.01 by default
public record LeakyRelu(float alpha) implements Activation {

    static LeakyRelu read(Attributes in) {
        return new LeakyRelu(in.real("alpha", 0.01f));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, 0.01f);
    }
}

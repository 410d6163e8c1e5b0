package io.espalier.onnx.op;

/// y = gamma · x for x > 0, gamma · alpha · (e^x - 1) otherwise.
///
/// @param alpha 1.6732632 by default (the float32 that the specification spells out)
/// @param gamma 1.050701 by default
public record Selu(float alpha, float gamma) implements Activation {

    private static final float ALPHA = 1.6732632f;
    private static final float GAMMA = 1.050701f;

    /// With the defaults.
    public static Selu standard() {
        return new Selu(ALPHA, GAMMA);
    }

    static Selu read(Attributes in) {
        return new Selu(in.real("alpha", ALPHA), in.real("gamma", GAMMA));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, ALPHA);
        out.real("gamma", gamma, GAMMA);
    }
}

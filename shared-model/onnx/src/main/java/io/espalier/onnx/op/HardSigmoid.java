package io.espalier.onnx.op;

/// y = max(0, min(1, alpha · x + beta)).
///
/// @param alpha 0.2 by default
/// @param beta 0.5 by default
public record HardSigmoid(float alpha, float beta) implements Activation {

    static HardSigmoid read(Attributes in) {
        return new HardSigmoid(in.real("alpha", 0.2f), in.real("beta", 0.5f));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("alpha", alpha, 0.2f);
        out.real("beta", beta, 0.5f);
    }
}

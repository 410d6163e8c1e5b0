package io.espalier.onnx.op;

/// Statistics over the spatial axes, for each sample and channel; x `(n, c, h, w, …)`, scale and bias `(c)`.
///
/// @param epsilon 1e-5 by default
public record InstanceNormalization(float epsilon) implements Normalization {

    static InstanceNormalization read(Attributes in) {
        return new InstanceNormalization(in.real("epsilon", 1e-5f));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("epsilon", epsilon, 1e-5f);
    }
}

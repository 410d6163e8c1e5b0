package io.espalier.onnx.op;

/// Statistics over all axes from `axis` on; scale and bias? broadcast to x. The optional further outputs are mean and
/// 1 / standard deviation. Since operator set 17.
///
/// @param axis      in `[-rank, rank)`; -1 by default
/// @param epsilon   1e-5 by default
/// @param stashType element type that the statistics are computed in; 1 (float32) by default
public record LayerNormalization(int axis, float epsilon, int stashType) implements Normalization {

    public LayerNormalization(int axis, float epsilon) {
        this(axis, epsilon, 1);
    }

    static LayerNormalization read(Attributes in) {
        return new LayerNormalization(in.number("axis", -1), in.real("epsilon", 1e-5f), in.number("stash_type", 1));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, -1);
        out.real("epsilon", epsilon, 1e-5f);
        out.integer("stash_type", stashType, 1);
    }
}

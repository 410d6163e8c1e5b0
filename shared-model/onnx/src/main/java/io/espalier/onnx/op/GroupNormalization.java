package io.espalier.onnx.op;

/// Statistics over the channels of each group and the spatial axes; x `(n, c, h, w, …)`. Since operator set 18.
///
/// @param groups    that the channels are cut into, >= 1
/// @param epsilon   1e-5 by default
/// @param stashType element type that the statistics are computed in; 1 (float32) by default, since operator set 21
/// @param perGroup  before operator set 21: scale and bias are `(groups)`; `(c)` since
public record GroupNormalization(int groups, float epsilon, int stashType, boolean perGroup) implements Normalization {

    private static final int PARAMETERS_PER_CHANNEL = 21;

    static GroupNormalization read(Attributes in) {
        int groups = Math.toIntExact(in.required("num_groups"));
        if (groups < 1) {
            throw in.refuse("num_groups", groups, ">= 1");
        }
        boolean perGroup = in.opset() < PARAMETERS_PER_CHANNEL;
        return new GroupNormalization(groups, in.real("epsilon", 1e-5f), in.number("stash_type", 1), perGroup);
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("num_groups", groups);
        out.real("epsilon", epsilon, 1e-5f);
        out.integer("stash_type", stashType, 1);
    }
}

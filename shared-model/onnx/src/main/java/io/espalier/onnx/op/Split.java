package io.espalier.onnx.op;

/// x cut along an axis, one part an output; inputs `x, split?`, split int64 with the extent of each part, left out =
/// equal parts.
///
/// @param axis       in `[-rank, rank)`; 0 by default
/// @param numOutputs equal parts, the last may be smaller; since operator set 18, 0 = absent
public record Split(int axis, int numOutputs) implements Movement {

    static Split read(Attributes in) {
        return new Split(in.number("axis", 0), in.number("num_outputs", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, 0);
        out.integer("num_outputs", numOutputs, 0);
    }
}

package io.espalier.onnx.op;

/// y = the slices of `data` along `axis` at `indices`; output rank = rank(data) + rank(indices) - 1.
///
/// @param axis in `[-rank, rank)`, 0 by default
public record Gather(int axis) implements Movement {

    static Gather read(Attributes in) {
        return new Gather(in.number("axis", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, 0);
    }
}

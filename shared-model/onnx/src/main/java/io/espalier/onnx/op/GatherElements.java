package io.espalier.onnx.op;

/// The elements that the indices name along an axis; inputs `x, indices`, the output has the shape of the indices.
/// Since operator set 11.
///
/// @param axis in `[-rank, rank)`; 0 by default
public record GatherElements(int axis) implements Movement {

    static GatherElements read(Attributes in) {
        return new GatherElements(in.number("axis", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, 0);
    }
}

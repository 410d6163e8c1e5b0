package io.espalier.onnx.op;

/// Two axes: the product of the extents before `axis`, and of those from it on.
///
/// @param axis in `[-rank, rank]`, 1 by default
public record Flatten(int axis) implements View {

    static Flatten read(Attributes in) {
        return new Flatten(in.number("axis", 1));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, 1);
    }
}

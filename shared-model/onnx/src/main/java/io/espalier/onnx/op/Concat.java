package io.espalier.onnx.op;

/// The inputs one after the other along an axis.
///
/// @param axis in `[-rank, rank)`
public record Concat(int axis) implements Movement {

    static Concat read(Attributes in) {
        return new Concat(Math.toIntExact(in.required("axis")));
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("axis", axis);
    }
}

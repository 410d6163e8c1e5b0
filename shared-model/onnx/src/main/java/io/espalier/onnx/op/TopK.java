package io.espalier.onnx.op;

/// The k largest or smallest elements along an axis and their indices (int64); inputs `x, k`, k int64 `(1)`.
///
/// @param axis    in `[-rank, rank)`; -1 by default
/// @param largest rather than smallest; true by default, since operator set 11
/// @param sorted  in order; true by default, since operator set 11
public record TopK(int axis, boolean largest, boolean sorted) implements Operator {

    static TopK read(Attributes in) {
        return new TopK(in.number("axis", -1), in.flag("largest", true), in.flag("sorted", true));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("axis", axis, -1);
        out.flag("largest", largest, true);
        out.flag("sorted", sorted, true);
    }
}

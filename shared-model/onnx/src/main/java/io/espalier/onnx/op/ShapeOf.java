package io.espalier.onnx.op;

/// The extents of the input as int64 `(end - start)`; `op_type` is `Shape`.
///
/// @param start first axis, negative counts from the end; 0 by default, since operator set 15
/// @param end   axis after the last; [#ALL] = through the last axis
public record ShapeOf(int start, int end) implements Scaffold {

    /// An `end` past every rank: the attribute is absent.
    public static final int ALL = Integer.MAX_VALUE;

    static ShapeOf read(Attributes in) {
        return new ShapeOf(in.number("start", 0), in.number("end", ALL));
    }

    @Override
    public String type() {
        return "Shape";
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("start", start, 0);
        out.integer("end", end, ALL);
    }
}

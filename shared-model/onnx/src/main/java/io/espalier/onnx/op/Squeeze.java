package io.espalier.onnx.op;

import java.util.List;

/// Extents of 1 taken out at `axes`; without axes, all of them.
///
/// @param axes before operator set 13; empty = the second input gives them
public record Squeeze(List<Integer> axes) implements Operator {

    public Squeeze {
        axes = List.copyOf(axes);
    }

    static Squeeze read(Attributes in) {
        return new Squeeze(in.numbers("axes"));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integers("axes", axes);
    }
}

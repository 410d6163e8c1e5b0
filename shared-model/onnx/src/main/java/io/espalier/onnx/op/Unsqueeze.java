package io.espalier.onnx.op;

import java.util.List;

/// Extents of 1 put in at `axes` of the output.
///
/// @param axes before operator set 13; empty = the second input gives them
public record Unsqueeze(List<Integer> axes) implements Operator {

    public Unsqueeze {
        axes = List.copyOf(axes);
    }

    static Unsqueeze read(Attributes in) {
        return new Unsqueeze(in.numbers("axes"));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integers("axes", axes);
    }
}

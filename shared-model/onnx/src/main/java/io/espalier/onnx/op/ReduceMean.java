package io.espalier.onnx.op;

import java.util.List;

/// Mean over some axes.
///
/// @param axes before operator set 18; empty = the second input gives them, or all axes are meant
/// @param keepDims a reduced axis stays with extent 1; true by default
/// @param noopWithEmptyAxes no axes means no reduction; since operator set 18
public record ReduceMean(List<Integer> axes, boolean keepDims, boolean noopWithEmptyAxes) implements Operator {

    public ReduceMean {
        axes = List.copyOf(axes);
    }

    static ReduceMean read(Attributes in) {
        return new ReduceMean(in.numbers("axes"), in.flag("keepdims", true), in.flag("noop_with_empty_axes", false));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integers("axes", axes);
        out.flag("keepdims", keepDims, true);
        out.flag("noop_with_empty_axes", noopWithEmptyAxes, false);
    }
}

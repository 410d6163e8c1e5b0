package io.espalier.onnx.op;

/// The index of the largest or smallest element along one axis, int64.
///
/// @param kind            which one
/// @param axis            in `[-rank, rank)`; 0 by default
/// @param keepDims        the axis stays with extent 1; true by default
/// @param selectLastIndex of equal elements the last counts, not the first; since operator set 12
public record ArgReduce(Kind kind, int axis, boolean keepDims, boolean selectLastIndex) implements Reduction {

    /// Each is named like its `op_type`.
    public enum Kind {
        MAX("ArgMax"),
        MIN("ArgMin");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    static ArgReduce read(Kind kind, Attributes in) {
        return new ArgReduce(
                kind, in.number("axis", 0), in.flag("keepdims", true), in.flag("select_last_index", false));
    }

    @Override
    public String type() {
        return kind.type;
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("axis", axis);
        out.flag("keepdims", keepDims, true);
        out.flag("select_last_index", selectLastIndex, false);
    }
}

package io.espalier.onnx.op;

/// One number for all elements along some axes; inputs `x, axes?`, no axes = all of them.
///
/// @param kind              which number
/// @param keepDims          a reduced axis stays with extent 1; true by default
/// @param noopWithEmptyAxes no axes means no reduction instead; false by default
public record Reduce(Kind kind, boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {

    /// Each is named like its `op_type`.
    public enum Kind {
        /// Sum of |x|.
        L1("ReduceL1"),
        /// sqrt(sum of x²).
        L2("ReduceL2"),
        /// ln(sum of x).
        LOG_SUM("ReduceLogSum"),
        /// ln(sum of e^x).
        LOG_SUM_EXP("ReduceLogSumExp"),
        MAX("ReduceMax"),
        MEAN("ReduceMean"),
        MIN("ReduceMin"),
        PROD("ReduceProd"),
        SUM("ReduceSum"),
        /// Sum of x².
        SUM_SQUARE("ReduceSumSquare");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    /// With reduced axes kept.
    public Reduce(Kind kind) {
        this(kind, true, false);
    }

    static Reduce read(Kind kind, Attributes in) {
        return new Reduce(kind, in.flag("keepdims", true), in.flag("noop_with_empty_axes", false));
    }

    @Override
    public String type() {
        return kind.type;
    }

    @Override
    public void write(AttributeWriter out) {
        out.flag("keepdims", keepDims, true);
        out.flag("noop_with_empty_axes", noopWithEmptyAxes, false);
    }
}

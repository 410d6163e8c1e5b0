package io.espalier.onnx.op;

/// Mean of each window; x `(n, c, h, w)`.
///
/// @param ceilMode output extents are rounded up instead of down
/// @param countIncludePad padding counts in the divisor
public record AveragePool(Window window, boolean ceilMode, boolean countIncludePad) implements Pool {

    static AveragePool read(Attributes in) {
        return new AveragePool(Window.read(in), in.flag("ceil_mode", false), in.flag("count_include_pad", false));
    }

    @Override
    public void write(AttributeWriter out) {
        window.write(out);
        out.flag("ceil_mode", ceilMode, false);
        out.flag("count_include_pad", countIncludePad, false);
    }
}

package io.espalier.onnx.op;

/// Largest element of each window; x `(n, c, h, w)`; the optional second output holds the indices.
///
/// @param ceilMode output extents are rounded up instead of down
/// @param storageOrder 0 row-major, 1 column-major indices
public record MaxPool(Window window, boolean ceilMode, int storageOrder) implements Pool {

    static MaxPool read(Attributes in) {
        return new MaxPool(Window.read(in), in.flag("ceil_mode", false), in.number("storage_order", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        window.write(out);
        out.flag("ceil_mode", ceilMode, false);
        out.integer("storage_order", storageOrder, 0);
    }
}

package io.espalier.onnx.op;

/// Convolution: x `(n, ci, h, w)`, weight `(co, ci/group, kh, kw)`, bias? `(co)`, to `(n, co, ho, wo)`;
/// any number of spatial axes.
///
/// @param group groups that the channels are cut into, >= 1
/// @param window kernel, strides, dilations and padding; its kernel may be empty: then it is the weight's
public record Conv(int group, Window window) implements Operator {

    static Conv read(Attributes in) {
        return new Conv(in.number("group", 1), Window.read(in));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("group", group, 1);
        window.write(out);
    }
}

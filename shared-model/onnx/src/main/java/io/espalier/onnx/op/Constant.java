package io.espalier.onnx.op;

import io.espalier.onnx.Tensor;

/// A tensor that stands in the node itself.
///
/// @param value `value`, or the tensor that `value_float(s)` and `value_int(s)` abbreviate
public record Constant(Tensor value) implements Scaffold {

    static Constant read(Attributes in) {
        return new Constant(in.constant());
    }

    @Override
    public void write(AttributeWriter out) {
        out.tensor("value", value);
    }
}

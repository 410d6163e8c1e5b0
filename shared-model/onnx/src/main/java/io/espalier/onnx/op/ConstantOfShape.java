package io.espalier.onnx.op;

import io.espalier.onnx.Tensor;

/// A tensor of the shape given by the input, int64 `(rank)`, filled with one element.
///
/// @param value one element of any type, shape `(1)`; float32 0 by default
public record ConstantOfShape(Tensor value) implements Scaffold {

    private static final Tensor ZERO = Tensor.ofFloats(new long[] {1}, 0);

    static ConstantOfShape read(Attributes in) {
        return new ConstantOfShape(in.tensor("value").orElse(ZERO));
    }

    @Override
    public void write(AttributeWriter out) {
        if (!value.equals(ZERO)) {
            out.tensor("value", value);
        }
    }
}

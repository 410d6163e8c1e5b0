package io.espalier.onnx.op;

/// The number of elements of the input, an int64 scalar; `op_type` is `Size`.
public record SizeOf() implements Scaffold {

    @Override
    public String type() {
        return "Size";
    }
}

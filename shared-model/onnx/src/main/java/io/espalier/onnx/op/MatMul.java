package io.espalier.onnx.op;

/// Matrix product of the last two axes, the others broadcast; as `numpy.matmul`.
public record MatMul() implements Operator {}

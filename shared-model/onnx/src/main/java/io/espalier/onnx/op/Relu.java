package io.espalier.onnx.op;

/// y = max(x, 0).
public record Relu() implements Activation {}

package io.espalier.onnx.op;

/// y = 1 / (1 + e^-x).
public record Sigmoid() implements Activation {}

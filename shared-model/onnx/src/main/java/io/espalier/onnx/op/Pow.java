package io.espalier.onnx.op;

/// c = a^b; the result has a's type.
public record Pow() implements Arithmetic {}

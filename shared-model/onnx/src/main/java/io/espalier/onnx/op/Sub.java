package io.espalier.onnx.op;

/// c = a - b.
public record Sub() implements Arithmetic {}

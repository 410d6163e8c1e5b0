package io.espalier.onnx.op;

/// c = a · b.
public record Mul() implements Arithmetic {}

package io.espalier.onnx.op;

/// c = a / b; integers truncate toward zero.
public record Div() implements Arithmetic {}

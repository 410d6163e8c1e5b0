package io.espalier.onnx.op;

/// y = x for x >= 0, slope · x otherwise; inputs `x, slope`, the slope broadcast to x's shape (one-directional).
public record PRelu() implements Activation {}

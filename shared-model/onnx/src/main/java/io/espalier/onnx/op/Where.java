package io.espalier.onnx.op;

/// y = a where the condition holds, b elsewhere; inputs `condition, a, b`, the condition BOOL.
public record Where() implements Broadcast {}

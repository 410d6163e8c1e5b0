package io.espalier.onnx.op;

/// y = min(max(x, min), max); inputs `x, min?, max?`, the bounds scalars.
public record Clip() implements Activation {}

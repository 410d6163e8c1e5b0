package io.espalier.onnx.op;

/// Extents of 1 taken out; inputs `x, axes?`, without axes all of them.
public record Squeeze() implements View {}

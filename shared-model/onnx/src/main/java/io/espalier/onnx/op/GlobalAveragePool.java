package io.espalier.onnx.op;

/// Mean over all spatial axes: `(n, c, h, w)` to `(n, c, 1, 1)`.
public record GlobalAveragePool() implements Pool {}

package io.espalier.onnx.op;

/// Largest element over all spatial axes: `(n, c, h, w)` to `(n, c, 1, 1)`.
public record GlobalMaxPool() implements Pool {}

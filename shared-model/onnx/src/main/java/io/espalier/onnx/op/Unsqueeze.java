package io.espalier.onnx.op;

/// Extents of 1 put in; inputs `x, axes`, the axes those of the output.
public record Unsqueeze() implements View {}

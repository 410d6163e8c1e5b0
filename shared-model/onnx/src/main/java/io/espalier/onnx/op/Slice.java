package io.espalier.onnx.op;

/// y = x[starts:ends:steps] along `axes`, as Python slices; inputs `x, starts, ends, axes?, steps?`.
public record Slice() implements Movement {}

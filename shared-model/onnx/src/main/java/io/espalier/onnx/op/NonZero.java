package io.espalier.onnx.op;

/// The coordinates of the elements that are not 0, int64 `(rank, count)`, in row-major order.
public record NonZero() implements Scaffold {}

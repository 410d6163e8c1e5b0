package io.espalier.onnx.op;

/// `start, start + delta, …` up to and without `limit`; inputs `start, limit, delta`, scalars.
public record Range() implements Scaffold {}

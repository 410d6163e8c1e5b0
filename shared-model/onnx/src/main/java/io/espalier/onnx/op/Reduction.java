package io.espalier.onnx.op;

/// Takes axes away: what they held becomes one element, or its index.
public sealed interface Reduction extends Operator permits Reduce, ArgReduce {}

package io.espalier.onnx.op;

/// A function of several tensors, element by element, all stretched to their common shape (multidirectional, NumPy).
public sealed interface Broadcast extends Operator permits Arithmetic, Comparison, Logical, Variadic, Where {}

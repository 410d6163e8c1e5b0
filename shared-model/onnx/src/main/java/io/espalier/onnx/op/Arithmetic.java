package io.espalier.onnx.op;

/// A function of two tensors, element by element, with multidirectional (NumPy) broadcasting.
public sealed interface Arithmetic extends Operator permits Add, Sub, Mul, Div {}

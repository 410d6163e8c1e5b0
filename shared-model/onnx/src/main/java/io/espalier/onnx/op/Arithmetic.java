package io.espalier.onnx.op;

/// A function of two tensors of numbers, element by element, with multidirectional (NumPy) broadcasting.
public sealed interface Arithmetic extends Broadcast permits Add, Sub, Mul, Div, Pow, Mod {}

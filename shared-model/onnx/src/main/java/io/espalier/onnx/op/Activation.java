package io.espalier.onnx.op;

/// A function of one tensor, element by element: output shape = input shape.
public sealed interface Activation extends Operator permits Relu, LeakyRelu, Sigmoid, HardSigmoid, HardSwish, Clip {}

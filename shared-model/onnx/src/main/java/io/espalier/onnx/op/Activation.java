package io.espalier.onnx.op;

/// A function of one tensor, element by element: output shape = input shape. Further inputs are the function's
/// parameters.
public sealed interface Activation extends Operator
        permits Relu, LeakyRelu, PRelu, Elu, Selu, Celu, Gelu, Sigmoid, HardSigmoid, HardSwish, Clip, Unary {}

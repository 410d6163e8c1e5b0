package io.espalier.onnx.op;

/// What a node computes: one record per ONNX operator, holding its attributes with the specification's defaults
/// filled in. Inputs that an operator takes as tensors (pads, axes, slopes) are inputs of the node, not fields here.
///
/// Source: ONNX operator specification, domain `ai.onnx`, operator sets 9 to 22.
public sealed interface Operator
        permits Activation,
                Broadcast,
                Movement,
                Normalization,
                Pool,
                Reduction,
                Scaffold,
                View,
                Conv,
                ConvTranspose,
                BatchNormalization,
                Gemm,
                MatMul,
                Resize,
                Softmax,
                LogSoftmax,
                TopK {

    /// The `op_type` in a file.
    default String type() {
        return getClass().getSimpleName();
    }

    /// Writes the attributes that differ from the specification's default.
    default void write(AttributeWriter out) {}
}

package io.espalier.onnx.op;

/// The same elements in the same order under another shape.
public sealed interface View extends Operator permits Flatten, Reshape, Squeeze, Unsqueeze {}

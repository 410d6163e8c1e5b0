package io.espalier.onnx.op;

/// One element for each window of each channel; x `(n, c, h, w, …)`.
public sealed interface Pool extends Operator permits AveragePool, MaxPool, GlobalAveragePool, GlobalMaxPool {}

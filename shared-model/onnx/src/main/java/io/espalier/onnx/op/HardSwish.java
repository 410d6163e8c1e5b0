package io.espalier.onnx.op;

/// y = x · max(0, min(1, x / 6 + 1/2)); since operator set 14.
public record HardSwish() implements Activation {}

package io.espalier.onnx.op;

/// x stretched to the common shape of x and the second input (multidirectional broadcasting); inputs `x, shape`.
public record Expand() implements Movement {}

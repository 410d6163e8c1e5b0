package io.espalier.onnx.op;

/// y = x.
public record Identity() implements Scaffold {}

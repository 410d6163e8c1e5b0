package io.espalier.onnx.op;

/// c = a + b.
public record Add() implements Arithmetic {}

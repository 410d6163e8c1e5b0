package io.espalier.smart.training;

import io.espalier.onnx.Graph;

/// A graph after training.
///
/// @param graph  with its final weights
/// @param curves numbers by step, JSON lines
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Trained(Graph graph, byte[] curves) {}

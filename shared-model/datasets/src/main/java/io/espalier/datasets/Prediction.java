package io.espalier.datasets;

/// One output of a network for a batch of images.
///
/// @param output name in the graph
/// @param shape  the batch first
/// @param values row-major
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Prediction(String output, long[] shape, float[] values) {}

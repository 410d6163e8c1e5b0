package io.espalier.onnx.op;

/// (x - mean) / sqrt(variance + epsilon) · scale + bias with the statistics of each sample: nothing is kept between
/// runs. Inputs `x, scale, bias`. The variance is the biased one (divided by the number of elements).
public sealed interface Normalization extends Operator
        permits InstanceNormalization, LayerNormalization, GroupNormalization {

    float epsilon();
}

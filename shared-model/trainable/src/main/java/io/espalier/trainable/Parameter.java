package io.espalier.trainable;

/// A tensor that training changes. Running statistics of batch normalisation are buffers, not parameters.
///
/// @param name    of the initializer in the graph
/// @param shape   as in the graph
/// @param decayed whether weight decay applies: weights with two or more dimensions, not biases and scales
@SuppressWarnings("ArrayRecordComponent") // parameters are told apart by name, never compared
public record Parameter(String name, long[] shape, boolean decayed) {

    static Parameter of(String name, long[] shape) {
        return new Parameter(name, shape, shape.length >= 2);
    }

    /// Number of elements.
    public int size() {
        long size = 1;
        for (long dim : shape) {
            size *= dim;
        }
        return Math.toIntExact(size);
    }
}

package io.espalier.npu;

/// Bytes that a layer moves.
///
/// @param inputBytes  activations that it reads once, wherever they lie
/// @param weightBytes weights as stored, read once
/// @param outputBytes results
/// @param partialBytes partial sums that go to the outer memory and come back
/// @param dramBytes   to and from the outer memory, repeated reads included; 0 where memory is not modelled
/// @param sramBytes   between buffer and multipliers
public record Traffic(
        long inputBytes, long weightBytes, long outputBytes, long partialBytes, long dramBytes, long sramBytes) {

    static final Traffic NOTHING = new Traffic(0, 0, 0, 0, 0, 0);
}

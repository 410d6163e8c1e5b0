package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;

/// Operations with a number whose gradient needs the number again.
///
/// DJL's own (`a.mul(2f)`) put the number into memory of the JVM, give libtorch its address and let go of it at
/// once. The tape still holds that address: a garbage collection between the forward and the backward pass leaves
/// whatever comes next in its place, and the gradient is multiplied by it. Here the number lives as long as the
/// array's manager, which is the step.
final class Taped {

    private Taped() {}

    /// `a · n`
    static NDArray times(NDArray a, double n) {
        return a.mul(number(a, n));
    }

    /// `a / n`
    static NDArray over(NDArray a, double n) {
        return a.div(number(a, n));
    }

    /// `max(a, n)`
    static NDArray atLeast(NDArray a, double n) {
        return a.maximum(number(a, n));
    }

    /// `a^n`
    static NDArray power(NDArray a, double n) {
        return a.pow(number(a, n));
    }

    private static NDArray number(NDArray beside, double n) {
        return beside.getManager().create((float) n);
    }
}

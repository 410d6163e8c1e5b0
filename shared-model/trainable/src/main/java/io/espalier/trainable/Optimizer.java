package io.espalier.trainable;

/// An update rule with its moments, bound to one [TrainableGraph].
public interface Optimizer {

    /// Changes every parameter by the gradients of the latest [TrainableGraph#backward].
    ///
    /// @param learningRate >= 0
    void step(double learningRate);

    /// Moments and step count; with [TrainableGraph#state] a run goes on with the same bits.
    byte[] state();

    /// @param state of an optimizer of the same kind over the same parameters
    /// @throws IllegalArgumentException if it is another kind's or has other parameters
    void restore(byte[] state);
}

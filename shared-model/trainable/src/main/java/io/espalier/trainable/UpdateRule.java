package io.espalier.trainable;

import ai.djl.ndarray.NDArray;

/// What an optimizer does to one parameter.
@FunctionalInterface
interface UpdateRule {

    /// @param weight   changed in place
    /// @param gradient of the latest backward pass; may be overwritten; what is made from it lives for this step
    void apply(Parameter parameter, NDArray weight, NDArray gradient);
}

package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a graph gives for a batch, on libtorch, with the tape that leads back to its parameters.
///
/// @param byName outputs in the graph's order, at least one
public record Outputs(Map<String, NDArray> byName) {

    public Outputs {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /// The first output: the logits of classifiers and segmenters.
    public NDArray first() {
        return byName.values().iterator().next();
    }

    /// @throws IllegalArgumentException if there is none of this name
    public NDArray named(String name) {
        NDArray output = byName.get(name);
        if (output == null) {
            throw new IllegalArgumentException("there is no output '" + name + "' among " + byName.keySet());
        }
        return output;
    }
}

package io.espalier.onnx;

import java.util.Collections;
import java.util.Map;

/// The shape of every value of a graph, from the shapes of its inputs.
///
/// Symbolic extents stay: an input `(batch, 3, 32, 32)` gives `(batch, 10)`. Extents that depend on a symbol in
/// another way are spelled out: `4*batch`, `(((h + 1) // 2) + 1)`; those that only a run can tell are named after value
/// and axis.
/// Source: ONNX operator specification, operator sets 9 to 22; ONNX Runtime is the oracle of the tests.
public final class ShapeInference {

    private ShapeInference() {}

    /// @return shapes by value name: inputs, initializers, then node outputs in topological order
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID, naming node and operator, if shapes
    ///     do not fit; OPERATOR_UNSUPPORTED if a rank or an axis depends on what is fed
    public static Map<String, Shape> infer(Graph graph) {
        return Collections.unmodifiableMap(Inference.of(graph).shapes());
    }
}

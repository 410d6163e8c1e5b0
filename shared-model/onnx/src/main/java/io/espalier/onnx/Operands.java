package io.espalier.onnx;

import java.util.Map;
import java.util.Optional;

/// What is known about one node's inputs while shapes are inferred.
record Operands(Node node, Map<String, Shape> shapes, Map<String, Tensor> constants, Map<String, ShapeValue> values) {

    int count() {
        return node.inputs().size();
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if the input is left out
    Shape shape(int input) {
        Shape shape = shapes.get(node.input(input));
        if (shape == null) {
            throw wrong("input " + input + " is missing");
        }
        return shape;
    }

    Optional<Tensor> constant(int input) {
        return Optional.ofNullable(constants.get(node.input(input)));
    }

    Optional<ShapeValue> value(int input) {
        Optional<ShapeValue> known = Optional.ofNullable(values.get(node.input(input)));
        return known.isPresent() ? known : constant(input).flatMap(ShapeValue::of);
    }

    /// An integer constant that decides the output's shape.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent OPERATOR_UNSUPPORTED if it is computed at run time
    long[] integers(int input, String meaning) {
        return constant(input)
                .map(Tensor::longs)
                .orElseThrow(() -> Invalid.unsupported(node.label() + ": " + meaning + " (input " + input + " '"
                        + node.input(input) + "') must be constant"));
    }

    /// Axes that an optional input names; empty if it is left out.
    long[] axes(int input) {
        return node.hasInput(input) ? integers(input, "axes") : new long[0];
    }

    /// An axis counted from the front.
    int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw wrong("axis must be in [" + -rank + ", " + rank + "), was " + axis);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /// The failure to throw for inputs that the operator does not allow.
    RuntimeException wrong(String message) {
        return Invalid.model(node.label() + ": " + message);
    }

    /// A symbol for an extent of the output that only a run can tell.
    Dim unknown(int axis) {
        return Dim.of(node.output() + "_" + axis);
    }
}

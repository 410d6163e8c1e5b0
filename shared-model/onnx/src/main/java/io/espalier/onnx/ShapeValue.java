package io.espalier.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The contents of an integer tensor that holds extents, of which some may be symbolic: what Shape gives, and what
/// Gather, Concat and arithmetic make of it. Entries may be negative (a -1 for Reshape).
///
/// @param scalar rank 0 (one entry) rather than rank 1
record ShapeValue(boolean scalar, List<Dim> entries) {

    /// Longer tensors are data, not shapes.
    private static final int LONGEST = 64;

    ShapeValue {
        entries = List.copyOf(entries);
    }

    static ShapeValue vector(List<Dim> entries) {
        return new ShapeValue(false, entries);
    }

    /// The value of a constant; empty if it is not an integer scalar or short vector.
    static Optional<ShapeValue> of(Tensor tensor) {
        if (tensor.type().isFloating() || tensor.rank() > 1 || tensor.size() > LONGEST) {
            return Optional.empty();
        }
        List<Dim> entries = Arrays.stream(tensor.longs()).mapToObj(Dim::of).toList();
        return Optional.of(new ShapeValue(tensor.rank() == 0, entries));
    }

    /// The value as an int64 constant; empty if an entry is symbolic.
    Optional<Tensor> constant() {
        if (!entries.stream().allMatch(Dim::isFixed)) {
            return Optional.empty();
        }
        long[] values = entries.stream().mapToLong(Dim::size).toArray();
        return Optional.of(scalar ? Tensor.ofScalar(values[0]) : Tensor.ofVector(values));
    }
}
